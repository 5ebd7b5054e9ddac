"""Articles of newspapers and magazines: read from what an editor sends, and turned into safe HTML."""
