import { usageError } from '../errors.ts';
import type { ChatMessage, ChatRequest } from '../llm/chat-request.ts';
import type { Json } from '../support/fingerprint.ts';
import { numberSetting, type Settings, textSetting } from './settings.ts';

/** Which model is asked, and how it draws its answers. */
export type ChatModel = Omit<ChatRequest, 'messages' | 'logprobs'>;

/** What a kind of reranker asks with unless told. */
export interface ChatDefaults {
  readonly temperature: number;
  readonly topP?: number;
  readonly maxTokens: number;
}

/** Settings that every reranker with a language model understands, each explained in a phrase. */
export function chatSettings({ temperature, topP, maxTokens }: ChatDefaults): Readonly<Record<string, string>> {
  return {
    model: 'the model, as its server names it',
    temperature: `how freely tokens are drawn (${temperature})`,
    topP: `draw from the likeliest tokens that make up this share (${topP ?? 'all'})`,
    topK: 'draw from so many of the likeliest tokens (all)',
    maxTokens: `tokens of an answer, thoughts among them (${maxTokens})`,
    seed: 'where the server starts to draw lots',
    effort: 'low, medium or high, for models that think',
    form: 'folder of the prompt, where it is another than the reranker’s name',
  };
}

/** @throws `usage` error where no model is named, or a value makes no sense. */
export function readChatModel(reranker: string, settings: Settings, defaults: ChatDefaults): ChatModel {
  const model = textSetting(settings, 'model');
  if (model === undefined) {
    throw usageError(`${reranker}: no model is named`, { next: `Write --reranker ${reranker}:model=NAME, as the server names it.` });
  }
  const number = (key: string, least: number, most: number, whole = false): number | undefined =>
    numberSetting(reranker, settings, key, { least, most, whole });
  return {
    model,
    temperature: number('temperature', 0, 2) ?? defaults.temperature,
    topP: number('topP', 0, 1) ?? defaults.topP,
    topK: number('topK', 1, 1e6, true),
    maxTokens: number('maxTokens', 1, 1e7, true) ?? defaults.maxTokens,
    seed: number('seed', 0, 2 ** 31 - 1, true),
    reasoningEffort: textSetting(settings, 'effort'),
  };
}

/** A model's sampling, as settings of a reranker. */
export function describeModel({ parameters, stop, ...model }: ChatModel): Json {
  return { ...model, parameters, stop };
}

export function asked(model: ChatModel, messages: readonly ChatMessage[], logprobs?: number): ChatRequest {
  return { ...model, messages, logprobs };
}
