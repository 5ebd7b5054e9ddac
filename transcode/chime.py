"""The attention signal before a bulletin for commune loudspeakers: two falling tones, then a breath of silence."""

_TONE_S, _PAUSE_S = 1.0, 0.8
#: E5 and C5: a falling third, which horns give clearly.
_HIGH_HZ, _LOW_HZ = 659.26, 523.25
_RATE_HZ = 44_100
#: ffmpeg's sine has an eighth of full scale; this brings the strike of the bell near the bulletin's loudness.
_GAIN_DB = 10

#: How long it lasts, its silence included, in seconds.
CHIME_S = 2 * _TONE_S + _PAUSE_S


def _tone(frequency_hz: float, label: str) -> str:
    strike = f"sine=frequency={frequency_hz}:sample_rate={_RATE_HZ}:duration={_TONE_S},volume={_GAIN_DB}dB"
    return f"{strike},afade=t=in:d=0.01,afade=t=out:st=0.05:d={_TONE_S - 0.05}[{label}]"


#: The graph for ffmpeg's lavfi device.
CHIME = ";".join(
    (
        _tone(_HIGH_HZ, "high"),
        _tone(_LOW_HZ, "low"),
        f"anullsrc=channel_layout=mono:sample_rate={_RATE_HZ}:duration={_PAUSE_S}[pause]",
        "[high][low][pause]concat=n=3:v=0:a=1",
    )
)
