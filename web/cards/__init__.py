"""A card: the picture that messengers and networks show of a page. 1200 × 630 pixels, PNG, drawn by Pillow."""
