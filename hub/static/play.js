// Plays adaptive video where the browser cannot by itself. The player is fetched when a film is started, not before;
// without it, or without scripts, the browser plays the film's one file.
(() => {
  const TYPE = "application/vnd.apple.mpegurl";
  // Begin with the fewest bytes, and never take more pixels than are shown.
  const OPTIONS = {
    abrEwmaDefaultEstimate: 100_000,
    capLevelToPlayerSize: true,
    enableWorker: false,
    renderTextTracksNatively: false,
    startLevel: 0,
  };
  const PAUSE_MS = 5000;
  const { currentScript } = document;
  const address = new URL(currentScript.dataset.player, currentScript.src).href;

  function start(video, stream) {
    const sources = [...video.querySelectorAll("source")];
    // Nothing more of the one file is fetched in the meantime.
    for (const one of sources) one.remove();
    video.load();
    const script = document.createElement("script");
    const fall = () => {
      video.prepend(...sources);
      video.load();
      video.play();
    };
    script.src = address;
    script.onerror = fall;
    script.onload = () => play(video, stream, fall);
    document.head.append(script);
  }

  function play(video, stream, fall) {
    const { Hls } = window;
    if (!Hls.isSupported()) return fall();
    const player = new Hls(OPTIONS);
    player.on(Hls.Events.ERROR, (_, fault) => {
      if (!fault.fatal) return;
      if (fault.type === Hls.ErrorTypes.MEDIA_ERROR) player.recoverMediaError();
      else if (player.levels.length) setTimeout(() => player.startLoad(), PAUSE_MS);
      else {
        player.destroy();
        fall();
      }
    });
    player.on(Hls.Events.MANIFEST_PARSED, () => video.play());
    player.loadSource(stream);
    player.attachMedia(video);
  }

  for (const video of document.querySelectorAll("video")) {
    const stream = video.querySelector(`source[type="${TYPE}"]`);
    if (!stream || video.canPlayType(TYPE) || !window.MediaSource) continue;
    const begun = new AbortController();
    // A click as well: where there is no file that the browser can play, its own button does nothing.
    for (const sign of ["play", "click"]) {
      video.addEventListener(
        sign,
        () => {
          begun.abort();
          start(video, stream.src);
        },
        { signal: begun.signal },
      );
    }
  }
})();
