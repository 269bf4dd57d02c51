import type { ChatRequest } from '../llm/chat-request.ts';
import type { Prompt } from '../llm/prompt-folder.ts';
import { type ReadChoice, readChoice } from './answers/choice.ts';
import { asked, type ChatModel, describeModel } from './chat-model.ts';
import { documentList } from './document-text.ts';
import { type ChooseBest, heapTop } from './heap-top.ts';
import { type AskAbout, type InOrderOptions, inOrder, type SortReport } from './in-order.ts';
import type { LlmSession } from './llm-session.ts';
import type { Reranker, RerankRequest } from './reranker.ts';

export interface SetwiseOptions {
  readonly session: LlmSession;
  readonly model: ChatModel;
  readonly prompt: Prompt;
  /** `setwise`: the best of several documents is asked for. `pairwise`: two at a time, in either order, and who wins both is better. */
  readonly way: 'setwise' | 'pairwise';
  /** Documents that are put in order; those behind keep theirs. */
  readonly top: number;
  /** Children of a node of the heap: a choice is among one document more. */
  readonly children: number;
  /** Calls that a topic may take; no limit unless told. */
  readonly calls?: number | undefined;
  /** Words of a document that are shown. */
  readonly words: number | undefined;
}

/**
 * A language model that chooses, and a heap that makes an order of its choices. An answer that can't be read, two that contradict each other, and every choice
 * that the budget of calls has no room for leave the document in front that stood in front in the first stage.
 *
 * Source: Zhuang et al. (SIGIR 2024) for setwise; Qin et al. "Large Language Models are Effective Text Rankers with Pairwise Ranking Prompting" (NAACL Findings
 * 2024) for asking both ways.
 */
export function setwise(options: SetwiseOptions): Reranker {
  const { session, model, prompt, way, top, children, calls = Number.POSITIVE_INFINITY, words } = options;
  const question = ({ query, documents }: RerankRequest, positions: readonly number[]): ChatRequest => {
    const texts = positions.map((position) => documents[position]!.text);
    return asked(model, prompt.messages({ query, documents: documentList(texts, words), count: texts.length, top: 1 }));
  };

  const sort: InOrderOptions['sort'] = async (request, ask, report) => {
    let left = calls;
    const choices = { request, ask, report, question };
    const choose: ChooseBest<number> = async (positions) => {
      const cost = way === 'setwise' ? 1 : 2 * (positions.length - 1);
      if (cost > left) {
        report.outOfCalls();
        return firstStageBest(positions);
      }
      left -= cost;
      return (
        (way === 'setwise' ? await chooseOfSet(positions, choices) : await chooseByPairs(positions, choices)) ?? firstStageBest(positions)
      );
    };
    return heapTop([...request.documents.keys()], choose, { top, children });
  };

  return inOrder({
    name: way,
    settings: { reranker: way, model: describeModel(model), prompt: prompt.files, top, children, calls: options.calls, words },
    session,
    sort,
    mostCalls: ({ documents }) => Math.min(calls, mostChoices(documents.length, top, children) * (way === 'setwise' ? 1 : 2 * children)),
  });
}

interface Choices {
  readonly request: RerankRequest;
  readonly ask: AskAbout;
  readonly report: SortReport;
  readonly question: (request: RerankRequest, positions: readonly number[]) => ChatRequest;
}

async function hear(positions: readonly number[], { request, ask, question }: Choices): Promise<ReadChoice> {
  return readChoice(await ask(positions, question(request, positions)), positions.length);
}

async function chooseOfSet(positions: readonly number[], choices: Choices): Promise<number | undefined> {
  const { choice, troubles } = await hear(positions, choices);
  choices.report.answered(troubles);
  return choice;
}

/** The one that is left when each meets the winner so far. */
async function chooseByPairs(positions: readonly number[], choices: Choices): Promise<number> {
  let best = 0;
  for (let other = 1; other < positions.length; other++) {
    const [one, two] = [positions[best]!, positions[other]!];
    const forwards = await hear([one, two], choices);
    const backwards = await hear([two, one], choices);
    const isRead = forwards.choice !== undefined && backwards.choice !== undefined;
    const undecided = isRead && forwards.choice === backwards.choice;
    choices.report.answered(forwards.troubles);
    choices.report.answered(undecided ? [...backwards.troubles, 'undecided'] : backwards.troubles);
    const isBetter = isRead && !undecided ? forwards.choice === 1 : two < one;
    if (isBetter) best = other;
  }
  return best;
}

/** Positions are those of the first stage. */
function firstStageBest(positions: readonly number[]): number {
  return positions.indexOf(Math.min(...positions));
}

/** Choices that a heap takes at most: every node sinks to the ground, and so does what each document taken off is replaced by. */
export function mostChoices(count: number, top: number, children: number): number {
  if (count < 2) return 0;
  const depthBelow = (node: number): number => {
    let depth = 0;
    for (let at = children * node + 1; at < count; at = children * at + 1) depth++;
    return depth;
  };
  let choices = 0;
  for (let node = Math.floor((count - 2) / children); node >= 0; node--) choices += depthBelow(node);
  return choices + Math.max(0, Math.min(top, count) - 1) * depthBelow(0);
}
