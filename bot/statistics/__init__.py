"""What goes on, in figures that say nothing about any person."""
