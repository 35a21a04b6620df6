"""The areas of the console, one file each, over layers that the command line calls as well."""
