// A finger that trembles taps twice, and the second tap comes before the first one has been written down.

/** Work that is asked for again while it runs is not begun twice: whoever asks gets what runs. */
export function onceAtATime<T>(): (work: () => Promise<T>) => Promise<T> {
  let running: Promise<T> | null = null;
  return (work) => {
    running ??= work().finally(() => {
      running = null;
    });
    return running;
  };
}
