/** Lets the overlay fade while nobody touches anything, so that only the picture is left. */
const restMs = 5_000;

/** Lets it fade whenever nothing was touched for five seconds, from now on. */
export function startResting(): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const wake = (): void => {
    document.body.classList.remove('resting');
    clearTimeout(timer);
    timer = setTimeout(() => document.body.classList.add('resting'), restMs);
  };
  for (const event of ['pointermove', 'pointerdown', 'keydown', 'focusin']) {
    document.addEventListener(event, wake, { passive: true });
  }
  wake();
}
