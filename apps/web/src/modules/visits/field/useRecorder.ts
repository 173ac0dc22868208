// A voice note of at most a minute at a rate that keeps it under 200 KB: for who would rather speak than
// type. The microphone is open only between the two taps.
import { useEffect, useRef, useState } from 'react';

const SECONDS = 60;
/** 60 s at 20 kbit/s are 150 KB. */
const BITS_PER_SECOND = 20_000;
const TYPES = ['audio/webm;codecs=opus', 'audio/mp4', 'audio/ogg;codecs=opus'];

export interface Recorder {
  readonly state: 'idle' | 'recording' | 'denied' | 'none';
  /** Seconds that are left. */
  readonly left: number;
  start(): Promise<void>;
  stop(): void;
}

export function useRecorder(onDone: (voice: Blob) => void): Recorder {
  const [state, setState] = useState<Recorder['state']>(typeof MediaRecorder === 'undefined' ? 'none' : 'idle');
  const [left, setLeft] = useState(SECONDS);
  const running = useRef<MediaRecorder | null>(null);
  useEffect(() => () => running.current?.stream.getTracks().forEach((track) => track.stop()), []);
  useEffect(() => {
    if (state !== 'recording') return undefined;
    const ticking = setInterval(() => setLeft((before) => before - 1), 1000);
    return () => clearInterval(ticking);
  }, [state]);
  useEffect(() => {
    if (state === 'recording' && left <= 0) running.current?.stop();
  }, [state, left]);

  const start = async (): Promise<void> => {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, noiseSuppression: true } }).catch(() => null);
    if (stream === null) return setState('denied');
    const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
    const recorder = new MediaRecorder(stream, { audioBitsPerSecond: BITS_PER_SECOND, ...(mimeType === undefined ? {} : { mimeType }) });
    const parts: Blob[] = [];
    recorder.addEventListener('dataavailable', (event) => parts.push(event.data));
    recorder.addEventListener('stop', () => {
      for (const track of stream.getTracks()) track.stop();
      running.current = null;
      setState('idle');
      if (parts.length > 0) onDone(new Blob(parts, { type: recorder.mimeType.replace(/;.*$/, '') }));
    });
    running.current = recorder;
    setLeft(SECONDS);
    setState('recording');
    recorder.start();
  };
  return { state, left, start, stop: () => running.current?.stop() };
}
