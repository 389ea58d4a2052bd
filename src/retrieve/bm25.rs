//! What does an occurrence score? BM25, in the form that Lucene gives it: its parts, for words and for grams.

/// How far occurrences and lengths count.
pub(crate) struct Bm25 {
    /// Saturation of term frequency.
    pub(crate) k1: f64,
    /// How far the length of a passage counts.
    pub(crate) b: f64,
}

/// For the words of passages. Chosen on the judged sets; see `docs/ranking.md`.
pub(crate) const WORDS: Bm25 = Bm25 { k1: 0.9, b: 0.7 };

impl Bm25 {
    /// What an endless number of occurrences scores, for a word or gram of this weight.
    pub(crate) fn maximum_score(&self, weight: f64) -> f64 {
        weight * (self.k1 + 1.0)
    }

    /// What the length of a passage adds to its frequencies where they saturate.
    pub(crate) fn norm(&self, length: f64, mean_length: f64) -> f64 {
        self.k1 * (1.0 - self.b + self.b * length / mean_length)
    }
}

/// What a frequency scores in a passage of this norm.
pub(crate) fn score(maximum_score: f64, frequency: f64, norm: f64) -> f64 {
    maximum_score * frequency / (frequency + norm)
}

/// Robertson's inverse document frequency, as Lucene has it: never negative.
pub(crate) fn idf(doc_count: f64, doc_freq: f64) -> f64 {
    (1.0 + (doc_count - doc_freq + 0.5) / (doc_freq + 0.5)).ln()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn more_and_rarer_and_shorter_is_better_and_nothing_passes_the_maximum(
            frequency in 0.01f64..50.0, more in 0.01f64..50.0, length in 1.0f64..5000.0, longer in 1.0f64..5000.0,
            documents in 1.0f64..1e6, having in 0.0f64..1.0,
        ) {
            let maximum = WORDS.maximum_score(idf(documents, documents * having));
            let norm = WORDS.norm(length, 600.0);
            let own = score(maximum, frequency, norm);
            prop_assert!(own >= 0.0 && own <= maximum);
            prop_assert!(score(maximum, frequency + more, norm) >= own);
            prop_assert!(score(maximum, frequency, WORDS.norm(length + longer, 600.0)) <= own);
            prop_assert!(idf(documents, documents * having / 2.0) >= idf(documents, documents * having));
        }
    }
}
