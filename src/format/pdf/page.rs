//! What is shown on a page of a PDF, and where?

use std::rc::Rc;

use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction;
use hayro_syntax::object::{Array, Dict, Name, Number, Object};
use hayro_syntax::page::{Page, Resources};

use super::font::{Font, Fonts};

/// Forms within forms are not followed deeper.
const DEEPEST: usize = 10;
/// A page has no more instructions and glyphs.
const MOST_STEPS: usize = 20_000_000;
/// A gap between glyphs of this part of the size is a space.
const SPACE: f32 = 0.17;

/// Text that is shown in one go: it goes on from left to right without a gap.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    /// Its glyphs in the order in which they stand.
    pub(super) glyphs: Vec<String>,
    pub(super) left: f32,
    pub(super) right: f32,
    /// Where the line is that it stands on, from the bottom.
    pub(super) base: f32,
    pub(super) size: f32,
}

/// What a page has.
#[derive(Default)]
pub(super) struct Content {
    pub(super) pieces: Vec<Piece>,
    /// How many glyphs are shown, and of how many nobody says what they mean.
    pub(super) shown: usize,
    pub(super) unknown: usize,
    pub(super) has_pictures: bool,
}

/// Numbers that turn and move: `a b c d e f`.
type Matrix = [f32; 6];

const SAME: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// A matrix, and then another.
fn then(first: &Matrix, second: &Matrix) -> Matrix {
    let turned = |x: f32, y: f32| [x * second[0] + y * second[2], x * second[1] + y * second[3]];
    let [ax, ay] = turned(first[0], first[1]);
    let [cx, cy] = turned(first[2], first[3]);
    let [ex, ey] = turned(first[4], first[5]);
    [ax, ay, cx, cy, ex + second[4], ey + second[5]]
}

/// How text is shown.
#[derive(Clone)]
struct Look {
    matrix: Matrix,
    font: Option<Rc<Font>>,
    size: f32,
    between_glyphs: f32,
    between_words: f32,
    stretch: f32,
    leading: f32,
    rise: f32,
}

/// Reads the text of a page.
pub(super) fn read(page: &Page<'_>, fonts: &mut Fonts) -> Content {
    let look = Look {
        matrix: turned(page),
        font: None,
        size: 1.0,
        between_glyphs: 0.0,
        between_words: 0.0,
        stretch: 1.0,
        leading: 0.0,
        rise: 0.0,
    };
    let mut reader = Reader {
        content: Content::default(),
        fonts,
        line: SAME,
        text: SAME,
        steps: 0,
    };
    if let Some(stream) = page.page_stream() {
        reader.run(TypedIter::new(stream), page.resources(), look, 0);
    }
    reader.content
}

/// How a page is turned, so that what is read stands upright.
fn turned(page: &Page<'_>) -> Matrix {
    match page.raw().get::<i32>("Rotate").unwrap_or(0).rem_euclid(360) {
        90 => [0.0, -1.0, 1.0, 0.0, 0.0, 0.0],
        180 => [-1.0, 0.0, 0.0, -1.0, 0.0, 0.0],
        270 => [0.0, 1.0, -1.0, 0.0, 0.0, 0.0],
        _ => SAME,
    }
}

struct Reader<'f> {
    content: Content,
    fonts: &'f mut Fonts,
    /// Where the line begins, and where the next glyph is.
    line: Matrix,
    text: Matrix,
    steps: usize,
}

fn number(number: Number) -> f32 {
    let value = number.as_f64() as f32;
    if value.is_finite() { value } else { 0.0 }
}

impl Reader<'_> {
    fn run(
        &mut self,
        mut instructions: TypedIter<'_>,
        resources: &Resources<'_>,
        look: Look,
        depth: usize,
    ) {
        use TypedInstruction as Op;
        let mut look = look;
        let mut saved: Vec<Look> = Vec::new();
        while let Some(instruction) = instructions.next() {
            self.steps += 1;
            if self.steps > MOST_STEPS {
                return;
            }
            match instruction {
                Op::SaveState(_) if saved.len() < 1000 => saved.push(look.clone()),
                Op::RestoreState(_) => look = saved.pop().unwrap_or(look),
                Op::Transform(op) => {
                    let matrix = [op.0, op.1, op.2, op.3, op.4, op.5].map(number);
                    look.matrix = then(&matrix, &look.matrix);
                }
                Op::BeginText(_) => (self.line, self.text) = (SAME, SAME),
                Op::CharacterSpacing(op) => look.between_glyphs = number(op.0),
                Op::WordSpacing(op) => look.between_words = number(op.0),
                Op::HorizontalScaling(op) => look.stretch = number(op.0) / 100.0,
                Op::TextLeading(op) => look.leading = number(op.0),
                Op::TextRise(op) => look.rise = number(op.0),
                Op::TextFont(op) => {
                    look.font = resources.get_font(op.0).map(|dict| self.fonts.get(&dict));
                    look.size = number(op.1);
                }
                Op::NextLine(op) => self.next_line(number(op.0), number(op.1)),
                Op::NextLineAndSetLeading(op) => {
                    look.leading = -number(op.1);
                    self.next_line(number(op.0), number(op.1));
                }
                Op::SetTextMatrix(op) => {
                    self.line = [op.0, op.1, op.2, op.3, op.4, op.5].map(number);
                    self.text = self.line;
                }
                Op::NextLineUsingLeading(_) => self.next_line(0.0, -look.leading),
                Op::ShowText(op) => self.show(op.0.as_bytes(), &look),
                Op::NextLineAndShowText(op) => {
                    self.next_line(0.0, -look.leading);
                    self.show(op.0.as_bytes(), &look);
                }
                Op::ShowTextWithParameters(op) => {
                    look.between_words = number(op.0);
                    look.between_glyphs = number(op.1);
                    self.next_line(0.0, -look.leading);
                    self.show(op.2.as_bytes(), &look);
                }
                Op::ShowTexts(op) => self.show_all(op.0, &look),
                Op::XObject(op) => self.form(op.0, resources, &look, depth),
                Op::InlineImage(_)
                | Op::Shading(_)
                | Op::FillPathNonZero(_)
                | Op::FillPathEvenOdd(_) => {
                    self.content.has_pictures = true;
                }
                _ => {}
            }
        }
    }

    /// What is shown by name: a picture, or more instructions.
    fn form(&mut self, name: &Name<'_>, resources: &Resources<'_>, look: &Look, depth: usize) {
        let Some(stream) = resources.get_x_object(name) else {
            return;
        };
        let dict = stream.dict();
        if dict
            .get::<Name<'_>>("Subtype")
            .is_none_or(|kind| kind.as_str() != "Form")
        {
            self.content.has_pictures = true;
            return;
        }
        self.steps += 100;
        if depth >= DEEPEST {
            return;
        }
        let Ok(data) = stream.decoded() else { return };
        let mut look = look.clone();
        if let Some(matrix) = dict.get::<Array<'_>>("Matrix") {
            let mut numbers = SAME;
            numbers
                .iter_mut()
                .zip(matrix.iter::<f32>())
                .for_each(|(number, told)| *number = told);
            look.matrix = then(&numbers, &look.matrix);
        }
        let (line, text) = (self.line, self.text);
        match dict.get::<Dict<'_>>("Resources") {
            Some(own) => self.run(
                TypedIter::new(&data),
                &Resources::from_parent(own, resources.clone()),
                look,
                depth + 1,
            ),
            None => self.run(TypedIter::new(&data), resources, look, depth + 1),
        }
        (self.line, self.text) = (line, text);
    }

    fn next_line(&mut self, right: f32, up: f32) {
        self.line = then(&[1.0, 0.0, 0.0, 1.0, right, up], &self.line);
        self.text = self.line;
    }

    fn advance(&mut self, by: f32) {
        self.text = then(&[1.0, 0.0, 0.0, 1.0, by, 0.0], &self.text);
    }

    fn show_all(&mut self, parts: &Array<'_>, look: &Look) {
        for part in parts.iter::<Object<'_>>() {
            match part {
                Object::String(text) => self.show(text.as_bytes(), look),
                Object::Number(back) => {
                    self.advance(-number(back) / 1000.0 * look.size * look.stretch);
                }
                _ => {}
            }
        }
    }

    fn show(&mut self, text: &[u8], look: &Look) {
        let Some(font) = look.font.clone() else {
            return;
        };
        for glyph in font.glyphs(text) {
            self.steps += 1;
            if self.steps > MOST_STEPS {
                return;
            }
            let spacing = look.between_glyphs
                + if glyph.is_space {
                    look.between_words
                } else {
                    0.0
                };
            let width = (glyph.width * look.size + spacing) * look.stretch;
            self.content.shown += 1;
            match glyph.text {
                Some(text) => self.add(text, glyph.width * look.size * look.stretch, look),
                None => self.content.unknown += 1,
            }
            self.advance(width);
        }
    }

    /// Adds a glyph to the piece that it goes on, or begins one with it.
    fn add(&mut self, text: String, width: f32, look: &Look) {
        let spot = then(
            &then(&[1.0, 0.0, 0.0, 1.0, 0.0, look.rise], &self.text),
            &look.matrix,
        );
        let [right_x, right_y, up_x, up_y, x, y] = spot;
        let size = look.size.abs() * (up_x * up_x + up_y * up_y).sqrt();
        // what runs up or down is read as if it lay
        let is_upright = right_y.abs() > right_x.abs() * 2.0;
        let (x, y, along) = if is_upright {
            (
                y * right_y.signum(),
                -x * right_y.signum() - 1.0e5,
                right_y.abs(),
            )
        } else {
            (x, y, right_x)
        };
        let width = width * along;
        let (left, right) = if width < 0.0 {
            (x + width, x)
        } else {
            (x, x + width)
        };
        if !(left.is_finite() && right.is_finite() && y.is_finite() && size.is_finite()) {
            return;
        }
        let size = size.max(0.1);
        if let Some(last) = self.content.pieces.last_mut()
            && (last.base - y).abs() < size * 0.2
            && (last.size - size).abs() < size * 0.3
            && left >= last.right - size * 0.4
            && left - last.right < size * 0.9
        {
            let gap = left - last.right;
            let is_open = !text.starts_with(char::is_whitespace)
                && last
                    .glyphs
                    .last()
                    .is_some_and(|last| !last.ends_with(char::is_whitespace));
            if gap > size * SPACE && is_open {
                last.glyphs.push(" ".to_owned());
            }
            // the same glyph once more at its own spot makes it bold
            let is_twice = gap < -size * 0.25 && last.glyphs.last() == Some(&text);
            if !is_twice {
                last.glyphs.push(text);
                last.right = last.right.max(right);
            }
            return;
        }
        self.content.pieces.push(Piece {
            glyphs: vec![text],
            left,
            right,
            base: y,
            size,
        });
    }
}
