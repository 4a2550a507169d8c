/** Which protocols the display says it can play: the three-way switch, at home and while watching. */
export type Choice = 'auto' | 'webrtc' | 'hls';

const sets: Readonly<Record<Choice, readonly string[]>> = {
  auto: ['webrtc', 'hls'],
  webrtc: ['webrtc'],
  hls: ['hls'],
};

/** As `SupportedStreamProtocols`. */
export const protocolsOf = (choice: Choice): string[] => [...sets[choice]];

/** Returns the choice that a text names; `auto` for any other text, and for none. */
export function readChoice(text: string | null): Choice {
  return text === 'webrtc' || text === 'hls' ? text : 'auto';
}

const switches = (): HTMLInputElement[] => [
  ...document.querySelectorAll<HTMLInputElement>('.choice input'),
];

/** Shows `choice` on every switch of the page. */
export function showChoice(choice: Choice): void {
  for (const input of switches()) input.checked = input.value === choice;
}

/** Calls `listener` with what somebody chooses, on whichever switch of the page. */
export function onChoice(listener: (choice: Choice) => void): void {
  for (const input of switches()) {
    input.addEventListener('change', () => listener(readChoice(input.value)));
  }
}
