import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hundredths, percent, points, pValueText, sentence, whole } from '../../src/report/figures.ts';

test('figures print as papers print them', () => {
  assert.deepEqual([percent(0.45361), percent(0), percent(1), percent(undefined)], ['45.4', '0.0', '100.0', '–']);
  assert.deepEqual([points(0.0123), points(-0.0123), points(0)], ['+1.2', '−1.2', '0.0']);
  assert.deepEqual([points(0.0004), points(-0.0004)], ['0.0', '0.0'], 'no sign without a difference to be seen');
  assert.deepEqual(
    [pValueText(1), pValueText(0.04951), pValueText(0.00009), pValueText(5e-324)],
    ['1.0000', '0.0495', '<0.0001', '<0.0001'],
  );
  assert.deepEqual([hundredths(0.256), hundredths(-0.256), hundredths(-0.001), hundredths(null)], ['0.26', '−0.26', '0.00', '–']);
  assert.deepEqual([whole(11_962), whole(7), whole(null)], ['11,962', '7', '–']);
  assert.deepEqual([sentence('paired t test'), sentence('†: better')], ['Paired t test', '†: better']);
});
