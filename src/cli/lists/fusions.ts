import { ownCombinations } from '../../experiment/combination.ts';
import { fusionMethods } from '../../fuse/methods/registry.ts';
import { missingRules } from '../../fuse/missing-rule.ts';
import { normalisations } from '../../fuse/normalisations/registry.ts';
import { listWeightPresets, loadWeightPreset } from '../../fuse/weight-preset.ts';
import type { Entry } from '../../report/entries.ts';

/** Everything that fusing can be told. */
export async function listFusions(): Promise<readonly Entry[]> {
  const presets = await Promise.all((await listWeightPresets()).map((name) => loadWeightPreset(name)));
  return [
    ...fusionMethods.map(({ name, normalisation, missing, summary, source }) => ({
      option: `--method ${name}`,
      normalise: normalisation.name,
      missing: missing.name,
      summary,
      source,
    })),
    ...normalisations.map(({ name, summary, source }) => ({
      option: `--normalise ${name}`,
      normalise: '',
      missing: '',
      summary,
      source,
    })),
    ...ownCombinations.map(({ name, summary }) => ({ option: `--steps ${name}`, normalise: '', missing: '', summary, source: '' })),
    ...missingRules.map(({ name, summary }) => ({ option: `--missing ${name}`, normalise: '', missing: '', summary, source: '' })),
    ...presets.map(({ name, description, source }) => ({
      option: `--weights ${name}`,
      normalise: '',
      missing: '',
      summary: description,
      source,
    })),
  ];
}
