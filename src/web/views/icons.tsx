const PATHS = {
  play: "M8 5v14l11-7z",
  pause: "M7 5h4v14H7zM13 5h4v14h-4z",
  sound: "M4 9v6h4l5 5V4L8 9zM16 8.5a4.5 4.5 0 0 1 0 7v2.3a6.5 6.5 0 0 0 0-11.600z",
  silence:
    "M4 9v6h4l5 5V4L8 9zM15.500 9.900l1.400-1.400 2.100 2.100 2.100-2.100 1.400 1.400L20.400 12l2.100 2.100-1.400 1.400-2.100-2.100-2.100 2.100-1.400-1.400 2.100-2.100z",
  subtitles: "M3 5h18v14H3zM6 12h5v2H6zM13 12h5v2h-5zM6 15.500h8v1.500H6zM16 15.500h2v1.500h-2z",
  sync: "M2 13.500h5.700l2.100-5.700 4 13.700 3.900-8H22v-2h-5.700l-2.100 4.400-4-13.600-3.900 9.200H2z",
  fullscreen: "M4 4h6v2H6v4H4zM14 4h6v6h-2V6h-4zM4 14h2v4h4v2H4zM18 14h2v6h-6v-2h4z",
  chat: "M4 4h16a1 1 0 0 1 1 1v11a1 1 0 0 1-1 1H9l-5 4v-4a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1zM7 8v2h10V8zM7 12v2h7v-2z",
  link: "M10.600 13.400a1 1 0 0 1-1.400 1.400 4 4 0 0 1 0-5.600l3.500-3.500a4 4 0 0 1 5.700 5.700l-1.800 1.800-.1-2.100.5-1a2 2 0 0 0-2.900-2.900l-3.500 3.500a2 2 0 0 0 0 2.700zM13.400 10.600a1 1 0 0 1 1.400-1.400 4 4 0 0 1 0 5.600l-3.500 3.500a4 4 0 0 1-5.700-5.700l1.800-1.800.1 2.100-.5 1a2 2 0 0 0 2.900 2.900l3.500-3.500a2 2 0 0 0 0-2.700z",
  leave: "M5 4h9v4h-2V6H7v12h5v-2h2v4H5zM16 8l4 4-4 4v-3h-6v-2h6z",
} as const;

/** One of the few signs of the control bar, in the colour of the text; its words stand on the button. */
export function Icon({ name }: { name: keyof typeof PATHS }) {
  return (
    <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" fill="currentColor" fill-rule="evenodd">
      <path d={PATHS[name]} />
    </svg>
  );
}
