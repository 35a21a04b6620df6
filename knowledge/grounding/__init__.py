"""Whether what is said is borne out by what it stands on: originals of cited sources, figures, modality."""
