import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { BrightlineError } from '../../src/errors.ts';
import { measureFamilies } from '../../src/evaluate/measures/registry.ts';
import { parseMeasure, parseMeasures } from '../../src/evaluate/parse-measure.ts';

const spellings: Readonly<Record<string, string>> = {
  'nDCG@10': 'nDCG@10',
  'ndcg@10': 'nDCG@10',
  ndcg_cut_10: 'nDCG@10',
  'ndcg_cut.10': 'nDCG@10',
  ndcg_at_10: 'nDCG@10',
  ndcg: 'nDCG',
  map: 'AP',
  map_cut_100: 'AP@100',
  'MAP@5': 'AP@5',
  P_5: 'P@5',
  'P.5': 'P@5',
  'precision@5': 'P@5',
  'P(rel=2)@10': 'P(rel=2)@10',
  'p( REL = 2 )@10': 'P(rel=2)@10',
  'P(rel=1)@10': 'P@10',
  recall_100: 'R@100',
  'R@100': 'R@100',
  'Recall@100': 'R@100',
  recip_rank: 'RR',
  MRR: 'RR',
  'MRR@10': 'RR@10',
  mrr_at_10: 'RR@10',
  'RR(rel=2)': 'RR(rel=2)',
  success_1: 'Success@1',
  'hit_rate@3': 'Success@3',
  Rprec: 'Rprec',
  bpref: 'Bpref',
  infAP: 'infAP',
  'iprec_at_recall_0.10': 'IPrec@0.1',
  'iprec_at_recall.0.10': 'IPrec@0.1',
  'IPrec@.3': 'IPrec@0.3',
  'iprec_at_recall_1.00': 'IPrec@1',
  'iprec_at_recall_0.00': 'IPrec@0',
  gm_map: 'GMAP',
  set_P: 'SetP',
  set_recall: 'SetR',
  set_F: 'SetF',
  'judged@10': 'Judged@10',
  unj_20: 'Unjudged@20',
  num_q: 'NumQ',
  num_ret: 'NumRet',
  num_rel: 'NumRel',
  num_rel_ret: 'NumRelRet',
  ' nDCG@10 ': 'nDCG@10',
};

for (const [written, name] of Object.entries(spellings)) {
  test(`${JSON.stringify(written)} is ${name}`, () => assert.equal(parseMeasure(written).name, name));
}

test('names and trec_eval’s names read back to the same measure', () => {
  const params = fc.record({
    cutoff: fc.integer({ min: 1, max: 100_000 }),
    rel: fc.integer({ min: 1, max: 9 }),
    hundredths: fc.integer({ min: 0, max: 100 }),
  });
  fc.assert(
    fc.property(fc.constantFrom(...measureFamilies), params, fc.boolean(), (family, { cutoff, rel, hundredths }, cut) => {
      const number =
        family.at === 'nothing' || (family.at === 'optional cutoff' && !cut)
          ? ''
          : `@${family.at === 'recall' ? hundredths / 100 : cutoff}`;
      const name = `${family.name}${family.takesRel && rel > 1 ? `(rel=${rel})` : ''}${number}`;
      const measure = parseMeasure(name);
      assert.equal(measure.name, name);
      if (measure.trecName !== undefined && !name.includes('rel=')) assert.equal(parseMeasure(measure.trecName).name, name);
      assert.ok(measure.summary.endsWith('.') && measure.source.length > 0);
    }),
  );
});

test('every spelling names one measure', () => {
  const all = measureFamilies.flatMap(({ name, aliases }) => [...new Set([name.toLowerCase(), ...aliases])]);
  assert.equal(new Set(all).size, all.length);
  for (const alias of all) assert.equal(alias, alias.toLowerCase());
});

test('lists are parted by commas and spaces, parentheses kept together, repeats dropped', () => {
  const names = parseMeasures(' nDCG@10,R@100 P(rel=2)@5 ,ndcg_cut_10').map(({ name }) => name);
  assert.deepEqual(names, ['nDCG@10', 'R@100', 'P(rel=2)@5']);
});

const refusals: Readonly<Record<string, RegExp>> = {
  'nDGC@10': /unknown measure: nDGC@10 .*Did you mean nDCG@10/,
  ndcq: /Did you mean nDCG@10/,
  'Recal@5': /Did you mean R@5/,
  xyzzy: /unknown measure: xyzzy Known: nDCG@10, /,
  '': /unknown measure/,
  '@10': /unknown measure: @10/,
  P: /P needs a cutoff .*P@10/,
  'P@0': /whole number from 1/,
  'P@2.5': /whole number from 1/,
  'P@-5': /unknown measure/,
  'Rprec@5': /Rprec takes no cutoff/,
  IPrec: /recall level from 0 to 1 .*IPrec@0.1/,
  'IPrec@1.5': /from 0 to 1/,
  'nDCG(rel=2)@10': /nDCG takes no rel/,
  'P(rel=0)@10': /the only parameter is rel, a whole number from 1; found rel=0/,
  'P(beta=2)@10': /found beta=2/,
  'P(rel=2@10': /unknown measure/,
};

for (const [written, message] of Object.entries(refusals)) {
  test(`${JSON.stringify(written)} is refused with the next step`, () => {
    assert.throws(
      () => parseMeasure(written),
      (error) => error instanceof BrightlineError && error.kind === 'usage' && message.test(`${error.message} ${error.next}`),
    );
  });
}

test('an empty list is refused', () => assert.throws(() => parseMeasures(' , '), /no measure is named/));
