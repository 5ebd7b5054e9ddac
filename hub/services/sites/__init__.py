"""Sites that yt-dlp reads: videos, playlists, channels and articles, fetched through the guard."""
