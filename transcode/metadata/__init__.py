"""What a file says of itself: tags of sound and video, notes in pictures. Nothing of it is trusted or published."""
