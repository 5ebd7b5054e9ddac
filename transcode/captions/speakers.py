"""Who speaks, where a file writes it before the words: "Travis: When you first get …".

Source: Podcast Index, podcast-namespace, transcripts.md, for SRT. A name counts when it stands there more than once.
"""

import re
from collections import Counter
from collections.abc import Sequence

from transcode.captions.caption import Cue

_NAMED = re.compile(r"\s*(?:>>+\s*)?((?:[^\W\d_][\w.'’-]*[ ]?){1,4})\s*:[ \t]+(?=\S)", re.UNICODE)
_LEAST = 2
_LONGEST = 30


def with_speakers(cues: Sequence[Cue]) -> list[Cue]:
    """The cues with the names taken off their words."""
    found = [_NAMED.match(cue.text) for cue in cues]
    counts = Counter(name[1].strip() for name in found if name and _is_name(name[1]))
    names = {name for name, count in counts.items() if count >= _LEAST}
    return [
        cue._replace(text=cue.text[name.end() :], speaker=name[1].strip())
        if name and name[1].strip() in names and not cue.speaker
        else cue
        for cue, name in zip(cues, found, strict=True)
    ]


def _is_name(text: str) -> bool:
    """Whether each word begins with a capital letter."""
    words = text.split()
    return len(text) <= _LONGEST and all(word[0].isupper() for word in words)
