use super::*;
use crate::text::dates;

/// Each figure as "value unit comparator measure | words".
fn read(text: &str) -> Vec<String> {
    let dates: Vec<Span> = dates(text).iter().map(|d| d.span).collect();
    figures(text, &dates)
        .iter()
        .map(|f| {
            format!(
                "{} {} {} {} | {}",
                f.comparator.as_str(),
                f.value,
                f.unit.as_deref().unwrap_or("-"),
                f.measure.as_deref().unwrap_or("-"),
                f.span.of(text)
            )
        })
        .collect()
}

fn one(text: &str, figure: &str) {
    assert_eq!(read(text), [figure.to_owned()], "{text}");
}

#[test]
fn counts() {
    one("It is a 48-page report.", "= 48 - page | 48-page report");
    one(
        "43 countries voiced concern.",
        "= 43 - country | 43 countries",
    );
    one(
        "It held more than one million people in camps.",
        "> 1000000 - people | more than one million people",
    );
    one(
        "At least seven injured miners were freed.",
        ">= 7 - miner | At least seven injured miners",
    );
    one(
        "some 143 million US consumers",
        "~ 143000000 - consumer | some 143 million US consumers",
    );
    one(
        "the two largest teachers unions",
        "= 2 - union | two largest teachers unions",
    );
    one(
        "It saw 12 of the passengers.",
        "= 12 - passenger | 12 of the passengers",
    );
    one("only one person has come", "= 1 - person | one person");
}

#[test]
fn units() {
    one("a $2 million fine", "= 2000000 USD fine | $2 million fine");
    one("up to 100kg of it", "<= 100 kilogram - | up to 100kg");
    one("It rose 5 percent.", "= 5 percent - | 5 percent");
    one(
        "51% of the voters",
        "= 51 percent voter | 51% of the voters",
    );
    one(
        "a 30-year sentence",
        "= 30 year sentence | 30-year sentence",
    );
    one("about $20bn was paid", "~ 20000000000 USD - | about $20bn");
    one("£1.3m in fees", "= 1300000 GBP fee | £1.3m in fees");
    one("twice in three times as many", "= 3 times - | three times");
}

#[test]
fn ranges() {
    assert_eq!(
        read("between 5 and 10 ships"),
        [
            ">= 5 - ship | 5 and 10 ships",
            "<= 10 - ship | 5 and 10 ships"
        ]
    );
    assert_eq!(read("It rose from 5 to 10 percent").len(), 2);
    assert!(
        read("It rose from 5 percent to 10 percent")
            .iter()
            .all(|f| f.starts_with("= "))
    );
    assert!(read("$5 to 10 million")[0].starts_with(">= 5000000 USD"));
}

#[test]
fn what_counts_nothing() {
    for text in [
        "Anna Roe, 43, a pilot",
        "a 34-year-old pilot",
        "a man aged 34",
        "at 6.07am and 10 p.m.",
        "a Boeing 737 fell",
        "under Article 5 of it",
        "they won 5-3 there",
        "call 020 7946 0999 now",
        "one of them came",
        "no one came",
        "in 2016 it fell",
        "thousands of ships",
        "one in four ships",
    ] {
        assert_eq!(read(text), Vec::<String>::new(), "{text}");
    }
}
