import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkSnapshot } from '../../src/check/check-snapshot.ts';
import { parseFloor } from '../../src/check/floor.ts';
import { junitXml } from '../../src/check/junit.ts';
import { xmlText } from '../../src/check/xml-text.ts';
import { hostilePair } from './hostile.ts';
import { snapshotWith, topicValues } from './snapshots.ts';

test('text of any kind is text in XML', () => {
  assert.equal(xmlText(`]]> <a b="c" d='e'> & \t\n\r`), ']]&gt; &lt;a b=&quot;c&quot; d=&apos;e&apos;&gt; &amp; &#9;&#10;&#13;');
  assert.equal(xmlText('\u0000\u0007\u001b\u007f\ufffe\uffff\ud800 🙂 ü \u2028'), '\ufffd\ufffd\ufffd\u007f\ufffd\ufffd\ufffd 🙂 ü \u2028');
});

test('a case per score and floor; failures, skipped ones and none that passed have a body', () => {
  const [before, now] = hostilePair();
  const xml = junitXml(checkSnapshot(before, now, { floors: [parseFloor('*:nDCG@10=0.2'), parseFloor('nDCG@10=0.9')] }), 'regression');
  assert.match(
    xml,
    /^<\?xml version="1.0" encoding="UTF-8"\?>\n<testsuites name="brightline check" tests="8" failures="3" skipped="1" errors="0" time="0">\n/,
  );
  assert.match(xml, /<testsuite name="b: @x\|`y`&lt;z&gt;" tests="8" failures="3" skipped="1" errors="0" time="0">/);
  assert.match(xml, /<testcase classname="b:same\.@x\|`y`&lt;z&gt;" name="nDCG@10" time="0"\/>/);
  assert.match(
    xml,
    /<skipped message="inconclusive: 50\.00 → 30\.00 \(−20\.00, p = 0\.5000\); neither a change nor its absence is shown; /,
  );
  assert.match(xml, /<failure message="22\.33 is below the floor of 90\.00" type="check"\/>|below the floor of 90\.00/);
  assert.match(xml, />−40\.00 {2}50\.00 → 10\.00 {2}\]\]&gt;&#10;/);
  assert.match(xml, /two&#10;lines&#13;&#10;and more/);
  assert.ok(!/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u.test(xml), 'only characters that XML allows');
});

test('every tag is closed, and every & begins a reference', () => {
  const [before, now] = hostilePair();
  const xml = junitXml(checkSnapshot(before, now), 'change');
  const open: string[] = [];
  for (const [, slash, name, , self] of xml.matchAll(/<(\/?)([a-z]+)((?:\s+[a-z]+="[^"<]*")*)\s*(\/?)>/g)) {
    if (slash === '/') assert.equal(open.pop(), name);
    else if (self !== '/') open.push(name!);
  }
  assert.deepEqual(open, []);
  assert.doesNotMatch(xml.replace(/&(?:amp|lt|gt|quot|apos|#\d+);/g, ''), /&/);
});

test('the whole text, for one that changed', () => {
  const before = snapshotWith({ values: topicValues(2, () => 0.5) });
  const now = snapshotWith({ values: topicValues(2, (topic) => 0.5 - topic / 4) });
  assert.equal(
    junitXml(checkSnapshot(before, now), 'inconclusive'),
    `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="brightline check" tests="1" failures="1" skipped="0" errors="0" time="0">
  <testsuite name="b: x" tests="1" failures="1" skipped="0" errors="0" time="0">
    <testcase classname="b:s.x" name="nDCG@10" time="0">
      <failure message="inconclusive: 50.00 → 37.50 (−12.50, p = 0.5000); neither a change nor its absence is shown; the change lies between −91.42 and +66.42; 1 of 2 topics lost, 0 gained" type="check">−25.00  50.00 → 25.00  t01</failure>
    </testcase>
  </testsuite>
</testsuites>
`,
  );
});
