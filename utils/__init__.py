"""The model and plotting code that the notebooks of the course share."""
