/** How near two vectors are: their inner product, or that divided by both their Euclidean norms (0 where one of them is 0). */
export type Similarity = 'cosine' | 'dot';
