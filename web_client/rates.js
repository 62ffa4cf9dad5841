// The rates of the two streams, and how long a frame of the caller's is.

export const FRAME_HZ = 16_000; // what the caller says
export const FRAME_SAMPLES = FRAME_HZ / 50; // 20 ms
export const SPEECH_HZ = 24_000; // what the machine says
