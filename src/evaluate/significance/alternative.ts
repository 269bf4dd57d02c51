/** Which departure from "no difference" counts as evidence. `greater` asks whether a scores higher than b, `less` whether it scores lower. */
export type Alternative = 'two-sided' | 'greater' | 'less';
