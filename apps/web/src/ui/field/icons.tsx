// The few signs of the field app, always beside a word. Drawn here: no icon set is downloaded.
const paths = {
  today: 'M4 6h16M4 12h16M4 18h10',
  records: 'M6 3h9l4 4v14H6zM9 12l2.5 2.5L16 10',
  surveys: 'M8 4h8v3H8zM8 5.5H5V21h14V5.5h-3M8.5 12l1.500 1.500 2.500-3M14.500 12H16M8.500 17h7.500',
  me: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5c1-4 4-6 7.5-6s6.5 2 7.5 6',
  alarm: 'M12 3 2.5 20h19zM12 10v4.5M12 17.300v.2',
  phone: 'M6 3h3.5l1.5 5-2.200 1.600a12 12 0 0 0 5.600 5.600L16 13l5 1.5V18a3 3 0 0 1-3 3C10.5 21 3 13.5 3 6a3 3 0 0 1 3-3z',
  back: 'M14.5 5 7.5 12l7 7',
  next: 'm9.5 5 7 7-7 7',
  check: 'm4.5 12.5 5 5 10-11',
  home: 'M3.5 11.5 12 4l8.5 7.5M6 10v10h12V10',
  video: 'M3.5 6.5h11v11h-11zM14.5 10.5l6-3v9l-6-3',
  place: 'M12 21c5-5.5 7-8.5 7-11.5a7 7 0 0 0-14 0C5 12.5 7 15.5 12 21zM12 12a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z',
  noSignal: 'M3 3l18 18M8.5 15.5a5 5 0 0 1 5-1.200M5 12a10 10 0 0 1 4-2.5M2 8.5a15 15 0 0 1 4-2.5M22 8.5a15 15 0 0 0-10-4M19 12a10 10 0 0 0-3-2M12 19.300v.2',
  sound: 'M4 9.5v5h3.5L12 18.5v-13L7.500 9.500zM15.5 9a4 4 0 0 1 0 6M18 6.500a8 8 0 0 1 0 11',
  mute: 'M4 9.5v5h3.5L12 18.500v-13L7.500 9.500zM16 9.500l5 5M21 9.500l-5 5',
  map: 'M3.500 6.500 9 4l6 2.500L20.500 4v13.500L15 20l-6-2.500L3.500 20zM9 4v13.500M15 6.500V20',
  camera: 'M4 8h4l2-3h4l2 3h4v11H4zM12 17a4 4 0 1 0 0-8 4 4 0 0 0 0 8z',
  voice: 'M12 15a3 3 0 0 0 3-3V6a3 3 0 0 0-6 0v6a3 3 0 0 0 3 3zM6 11.5a6 6 0 0 0 12 0M12 17.5V21',
  pen: 'M4 20l1-4L16.5 4.5l3 3L8 19z',
} as const;
export type IconName = keyof typeof paths;

export const Icon = ({ name, size = 24 }: { readonly name: IconName; readonly size?: number }) => (
  <svg
    className="f-icon"
    width={size}
    height={size}
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    strokeWidth="2"
    strokeLinecap="round"
    strokeLinejoin="round"
    aria-hidden="true"
  >
    <path d={paths[name]} />
  </svg>
);
