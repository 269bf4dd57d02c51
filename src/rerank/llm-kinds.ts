import { usageError } from '../errors.ts';
import { loadPrompt, type Prompt } from '../llm/prompt-folder.ts';
import type { PromptParts } from '../llm/prompt-text.ts';
import { type ChatDefaults, type ChatModel, chatSettings, readChatModel } from './chat-model.ts';
import { listwise } from './listwise.ts';
import type { LlmSession } from './llm-session.ts';
import { gradeReadings, pointwise } from './pointwise.ts';
import type { RerankPlace } from './rerank-place.ts';
import type { Reranker } from './reranker.ts';
import type { RerankerKind } from './reranker-kind.ts';
import { choiceSetting, numberSetting, type Settings, serverUrls, textSetting } from './settings.ts';
import { setwise } from './setwise.ts';
import { verdict } from './verdict.ts';
import { windows } from './windows.ts';

/** What a reranker with a language model is made of, read and opened. */
interface Opened {
  readonly session: LlmSession;
  readonly model: ChatModel;
  readonly prompt: Prompt;
  /** Words of a document that are shown. */
  readonly words: number | undefined;
  /** @throws `usage` error for what is no whole number of at least 1. */
  count(key: string): number | undefined;
  readonly settings: Settings;
}

interface LlmKindOptions {
  readonly name: string;
  readonly description: string;
  readonly defaults: ChatDefaults;
  /** Words of a document that are shown unless told; all where undefined. */
  readonly words?: number;
  readonly needs: readonly (keyof PromptParts)[];
  readonly settings?: Readonly<Record<string, string>>;
  create(opened: Opened): Reranker;
}

function llmKind({ name, description, defaults, words, needs, settings: own = {}, create }: LlmKindOptions): RerankerKind {
  return {
    name,
    description,
    settings: {
      ...own,
      ...chatSettings(defaults),
      words: `words of a document that are shown (${words ?? 'all'})`,
      url: 'server that has the model, several parted by + (OPENAI_BASE_URL)',
      concurrency: 'calls under way at a server (8)',
    },
    async create(settings, place) {
      const count = (key: string): number | undefined => numberSetting(name, settings, key, { least: 1, most: 1e9, whole: true });
      const model = readChatModel(name, settings, defaults);
      const prompt = await openPrompt(name, settings, needs, place);
      const session = await place.llm({ urls: serverUrls(settings), concurrency: count('concurrency') });
      return create({ session, model, prompt, words: count('words') ?? words, count, settings });
    },
  };
}

function openPrompt(name: string, settings: Settings, needs: readonly (keyof PromptParts)[], place: RerankPlace): Promise<Prompt> {
  return loadPrompt({ task: 'rerank', form: textSetting(settings, 'form') ?? name, split: place.split, folder: place.prompts, needs });
}

/** Every reranker that asks a language model. */
export const llmKinds: readonly RerankerKind[] = [
  llmKind({
    name: 'pointwise',
    description: 'A language model grades each document from 0 to 5, as ReasonIR and RaDeR have it done; score grade / 5.',
    defaults: { temperature: 0.6, topP: 0.9, maxTokens: 32 },
    needs: ['query', 'document'],
    settings: {
      reading: `how the grade is read: ${gradeReadings.join(', ')} (reasonir; expected goes by log-probabilities)`,
    },
    create: ({ settings, ...opened }) =>
      pointwise({ ...opened, reading: choiceSetting('pointwise', settings, 'reading', gradeReadings) ?? 'reasonir' }),
  }),
  llmKind({
    name: 'listwise',
    description: 'A language model sees all documents at once and lists the best by number, as in BRIGHT; score k − rank.',
    defaults: { temperature: 0.8, topP: 0.8, maxTokens: 2048 },
    needs: ['query', 'documents'],
    settings: { top: 'documents to be named (all that are shown)' },
    create: ({ count, ...opened }) => listwise({ ...opened, top: count('top') }),
  }),
  llmKind({
    name: 'windows',
    description: 'A language model ranks windows of documents from the last to the first, as RankGPT does.',
    defaults: { temperature: 0, maxTokens: 1024 },
    words: 300,
    needs: ['query', 'documents'],
    settings: { window: 'documents that are ranked together (20)', stride: 'how far each window begins before the last (10)' },
    create({ count, ...opened }) {
      const window = count('window') ?? 20;
      const stride = count('stride') ?? Math.ceil(window / 2);
      if (window < 2 || stride >= window) {
        throw usageError(`windows: window is ${window} and stride ${stride}`, {
          next: 'A window holds two documents or more, and overlaps the next: the stride is smaller.',
        });
      }
      return windows({ ...opened, window, stride });
    },
  }),
  llmKind({
    name: 'setwise',
    description: 'A language model chooses the best of a few documents, and a heap makes an order of its choices.',
    defaults: { temperature: 0, maxTokens: 4096 },
    words: 300,
    needs: ['query', 'documents'],
    settings: {
      top: 'documents that are put in order (10)',
      children: 'a choice is among one document more (3)',
      calls: 'calls that a topic may take (no limit)',
    },
    create: ({ count, ...opened }) =>
      setwise({ ...opened, way: 'setwise', top: count('top') ?? 10, children: count('children') ?? 3, calls: count('calls') }),
  }),
  llmKind({
    name: 'pairwise',
    description: 'A language model compares two documents at a time, each way round, and a heap makes an order of it.',
    defaults: { temperature: 0, maxTokens: 4096 },
    words: 300,
    needs: ['query', 'documents'],
    settings: { top: 'documents that are put in order (10)', calls: 'calls that a topic may take (no limit)' },
    create: ({ count, ...opened }) => setwise({ ...opened, way: 'pairwise', top: count('top') ?? 10, children: 2, calls: count('calls') }),
  }),
  llmKind({
    name: 'verdict',
    description: 'A language model thinks about each document and ends with true or false, as Rank1 does; score p(true).',
    defaults: { temperature: 0, maxTokens: 8192 },
    needs: ['query', 'document'],
    create: (opened) => verdict(opened),
  }),
];
