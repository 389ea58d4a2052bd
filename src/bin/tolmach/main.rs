use tolmach::*;
use std::io::Write;
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let get = |flag: &str| args.iter().position(|a| a == flag).map(|i| args[i + 1].clone());
    let idx = std::path::PathBuf::from(get("--index").unwrap());
    if args[1] == "index" {
        let t = std::time::Instant::now();
        let r = index::build(std::path::Path::new(&args[2]), &idx, &Default::default(), &Default::default()).unwrap();
        eprintln!("{:?} {:?} {:?}", t.elapsed(), r.manifest, r.index_bytes);
    } else {
        let index = index::Index::open(&idx).unwrap();
        let out = std::io::stdout();
        let mut out = std::io::BufWriter::new(out.lock());
        for line in std::fs::read_to_string(get("--queries").unwrap()).unwrap().lines() {
            let (id, q) = line.split_once('\t').unwrap();
            let Ok(r) = search::search(&index, &query::Query::parse(q), &search::SearchOptions { limit: 20, one_per_file: true, ..Default::default() }) else { continue };
            for (i, p) in r.passages.iter().enumerate() {
                writeln!(out, "{id} Q0 {} {} {:.6} tolmach", r.file(p).unwrap().path, i + 1, p.score).unwrap();
            }
        }
    }
}
