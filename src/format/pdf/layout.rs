//! In which order is a page of a PDF read? As its maker wrote it, unless that goes back and forth between columns.

use super::page::Piece;

/// A line of a page.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) left: f32,
    pub(super) right: f32,
    pub(super) base: f32,
    pub(super) size: f32,
}

/// A gap of so many sizes is more than one between words.
const WIDE: f32 = 1.6;
/// A part of a column has at least so many glyphs on average; those of a table have fewer.
const GLYPHS_OF_COLUMN: usize = 14;

/// The lines of a page in the order in which they are read.
pub(super) fn lines(pieces: Vec<Piece>) -> Vec<Line> {
    let pieces: Vec<Piece> = without_copies(pieces)
        .into_iter()
        .filter(|piece| !is_blank(piece))
        .collect();
    if pieces.is_empty() {
        return Vec::new();
    }
    let pieces = match gutter(&pieces) {
        Some(gutter) if is_mixed(&pieces, gutter) => by_columns(pieces, gutter),
        None if is_scattered(&pieces) => sorted(pieces),
        _ => pieces,
    };
    joined(pieces)
}

fn is_blank(piece: &Piece) -> bool {
    piece.glyphs.iter().all(|glyph| glyph.trim().is_empty())
}

/// Pieces without those that are shown a second time at the same spot, for a shadow or a bolder look.
fn without_copies(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut kept: Vec<Piece> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        let near = piece.size * 0.3;
        let is_copy = kept.iter().rev().take(4).any(|other| {
            (other.base - piece.base).abs() < near
                && (other.left - piece.left).abs() < near
                && other.glyphs == piece.glyphs
        });
        if !is_copy {
            kept.push(piece);
        }
    }
    kept
}

/// Where a page has a gap from top to bottom, with text on both sides and little across.
fn gutter(pieces: &[Piece]) -> Option<f32> {
    let left = pieces
        .iter()
        .map(|piece| piece.left)
        .fold(f32::MAX, f32::min);
    let right = pieces
        .iter()
        .map(|piece| piece.right)
        .fold(f32::MIN, f32::max);
    let width = right - left;
    if pieces.len() < 8 || width <= 0.0 {
        return None;
    }
    let mut best: Option<(usize, f32)> = None;
    for step in 20..=80 {
        let x = left + width * step as f32 / 100.0;
        let across = pieces
            .iter()
            .filter(|piece| piece.left < x && piece.right > x)
            .count();
        let before: Vec<&Piece> = pieces.iter().filter(|piece| piece.right <= x).collect();
        let behind: Vec<&Piece> = pieces.iter().filter(|piece| piece.left >= x).collect();
        let is_column = |side: &[&Piece]| {
            let glyphs: usize = side.iter().map(|piece| piece.glyphs.len()).sum();
            side.len() * 4 >= pieces.len() && glyphs / side.len().max(1) >= GLYPHS_OF_COLUMN
        };
        let is_better = best.is_none_or(|(most, _)| across < most);
        if across * 8 <= pieces.len() && is_column(&before) && is_column(&behind) && is_better {
            best = Some((across, x));
        }
    }
    best.map(|(_, x)| x)
}

fn is_left(piece: &Piece, gutter: f32) -> bool {
    f32::midpoint(piece.left, piece.right) < gutter
}

/// Whether the pieces change sides more often than columns that are written one after the other.
fn is_mixed(pieces: &[Piece], gutter: f32) -> bool {
    let changes = pieces
        .windows(2)
        .filter(|pair| is_left(&pair[0], gutter) != is_left(&pair[1], gutter))
        .count();
    changes > 4 && changes * 5 > pieces.len()
}

/// The pieces column by column, in the stretches that lie between what goes across.
fn by_columns(pieces: Vec<Piece>, gutter: f32) -> Vec<Piece> {
    let mut stretches: Vec<(Vec<Piece>, Vec<Piece>)> = vec![(Vec::new(), Vec::new())];
    let mut ordered = Vec::with_capacity(pieces.len());
    let mut across = Vec::new();
    for piece in sorted(pieces) {
        let is_across = piece.left < gutter - piece.size && piece.right > gutter + piece.size;
        if is_across {
            across.push((stretches.len(), piece));
            stretches.push((Vec::new(), Vec::new()));
        } else if let Some((left, right)) = stretches.last_mut() {
            if is_left(&piece, gutter) {
                left.push(piece);
            } else {
                right.push(piece);
            }
        }
    }
    let mut across = across.into_iter().peekable();
    for (at, (left, right)) in stretches.into_iter().enumerate() {
        while across.peek().is_some_and(|(behind, _)| *behind == at) {
            ordered.extend(across.next().map(|(_, piece)| piece));
        }
        ordered.extend(left);
        ordered.extend(right);
    }
    ordered
}

/// Whether the pieces go up again and again, as they do where a program wrote them in no order.
fn is_scattered(pieces: &[Piece]) -> bool {
    let upwards = pieces
        .windows(2)
        .filter(|pair| pair[1].base > pair[0].base + pair[0].size)
        .count();
    upwards > 5 && upwards * 10 > pieces.len() * 3
}

/// The pieces from top to bottom, and from left to right where they stand on one line.
fn sorted(mut pieces: Vec<Piece>) -> Vec<Piece> {
    pieces.sort_by(|one, other| other.base.total_cmp(&one.base));
    let mut from = 0;
    while from < pieces.len() {
        let (base, size) = (pieces[from].base, pieces[from].size);
        let count = pieces[from..]
            .iter()
            .take_while(|piece| base - piece.base < size * 0.4)
            .count();
        pieces[from..from + count].sort_by(|one, other| one.left.total_cmp(&other.left));
        from += count;
    }
    pieces
}

/// The pieces as lines: what stands on one line and follows is one.
fn joined(pieces: Vec<Piece>) -> Vec<Line> {
    let mut lines: Vec<Vec<Piece>> = Vec::new();
    for piece in pieces {
        let goes_on = lines.last().and_then(|line| {
            let last = line.last()?;
            let is_level = (last.base - piece.base).abs() < last.size.max(piece.size) * 0.5;
            // letters that go from right to left are written from right to left by some
            let is_beside = piece.left >= last.right - piece.size
                || piece.right
                    <= line.iter().map(|piece| piece.left).fold(f32::MAX, f32::min) + piece.size;
            Some(is_level && is_beside)
        });
        match lines.last_mut() {
            Some(line) if goes_on == Some(true) => line.push(piece),
            _ => lines.push(vec![piece]),
        }
    }
    lines.into_iter().filter_map(line).collect()
}

/// The text of pieces on one line.
fn line(mut pieces: Vec<Piece>) -> Option<Line> {
    pieces.sort_by(|one, other| one.left.total_cmp(&other.left));
    let first = pieces.first()?.clone();
    let mut glyphs: Vec<String> = Vec::new();
    let (mut right, mut size) = (first.left, 0.0_f32);
    for piece in pieces {
        let gap = piece.left - right;
        let is_open = glyphs
            .last()
            .is_some_and(|last| !last.ends_with(char::is_whitespace))
            && piece
                .glyphs
                .first()
                .is_some_and(|first| !first.starts_with(char::is_whitespace));
        if gap > piece.size * WIDE && !glyphs.is_empty() {
            glyphs.push("  ".to_owned());
        } else if gap > piece.size * 0.12 && is_open {
            glyphs.push(" ".to_owned());
        }
        right = right.max(piece.right);
        size = size.max(piece.size);
        glyphs.extend(piece.glyphs);
    }
    let text = in_reading_order(glyphs);
    Some(Line {
        text,
        left: first.left,
        right,
        base: first.base,
        size,
    })
}

/// Whether a text of right-to-left letters stands in the order in which it is read, as some programs wrongly put it: some
/// letters only end words.
fn is_written_as_read(text: &str) -> bool {
    let only_ends = |character: char| "ةىךםןףץ".contains(character);
    let words = text
        .split(|character: char| !character.is_alphabetic())
        .filter(|word| word.chars().count() > 2);
    let (mut ends, mut begins) = (0, 0);
    for word in words {
        ends += usize::from(word.ends_with(only_ends)) + usize::from(word.starts_with("ال"));
        begins += usize::from(word.starts_with(only_ends)) + usize::from(word.ends_with("لا"));
    }
    ends > begins
}

/// Glyphs that stand from left to right, in the order in which they are read: right-to-left letters are turned round, and
/// the numbers and words of other scripts among them are not.
fn in_reading_order(mut glyphs: Vec<String>) -> String {
    let is_right_to_left = |glyph: &String| {
        glyph.chars().any(|character| matches!(character, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFF}'))
    };
    let letters = glyphs
        .iter()
        .filter(|glyph| glyph.chars().any(char::is_alphabetic))
        .count();
    let turned = glyphs
        .iter()
        .filter(|glyph| is_right_to_left(glyph))
        .count();
    if turned * 2 <= letters || turned == 0 {
        return glyphs.concat();
    }
    if is_written_as_read(&glyphs.concat()) {
        return glyphs.concat();
    }
    glyphs.reverse();
    let is_other =
        |glyph: &String| glyph.chars().any(char::is_alphanumeric) && !is_right_to_left(glyph);
    let mut from = 0;
    while from < glyphs.len() {
        if !is_other(&glyphs[from]) {
            from += 1;
            continue;
        }
        let rest = &glyphs[from..];
        let neutral = |glyph: &String| {
            matches!(
                glyph.as_str(),
                "." | "," | ":" | "/" | "-" | "%" | "+" | "@"
            )
        };
        let length = rest
            .iter()
            .take_while(|glyph| is_other(glyph) || neutral(glyph))
            .count();
        let length = rest[..length]
            .iter()
            .rposition(is_other)
            .map_or(length, |last| last + 1);
        glyphs[from..from + length].reverse();
        from += length;
    }
    glyphs.concat()
}
