//! Capitalised words that are no part of a name: they open sentences, or date them.

/// Whether `word`, as written, is capitalised for its place and not as a name.
pub fn is_opener(word: &str) -> bool {
    OPENERS.contains(&word)
}

#[rustfmt::skip]
const OPENERS: &[&str] = &[
    "The", "A", "An", "In", "On", "At", "By", "For", "From", "To", "With", "And",
    "But", "Or", "Nor", "So", "Yet", "As", "If", "When", "While", "Although", "Though", "Because",
    "Since", "Before", "After", "Until", "During", "Despite", "Following", "According", "He", "She", "It", "They",
    "We", "I", "You", "His", "Her", "Its", "Their", "Our", "My", "Your", "This", "That",
    "These", "Those", "There", "Here", "Who", "What", "Which", "Where", "Why", "How", "Not", "No",
    "Yes", "Some", "Many", "Most", "More", "Several", "Few", "All", "Both", "Each", "Every", "Any",
    "Other", "Others", "Another", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine",
    "Ten", "Such", "Only", "Also", "However", "Meanwhile", "Still", "Then", "Now", "Earlier", "Later", "Last",
    "Next", "Today", "Yesterday", "Tomorrow", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "January",
    "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December", "Frankly",
    "Nonetheless", "Nevertheless", "Instead", "Under", "Over", "Asked", "Speaking", "Read", "Released", "Dated",
    "Is", "Are", "Was", "Were", "Do", "Does", "Did", "Has", "Have", "Had", "Can", "Could",
    "Would", "Should", "Might", "Must", "Given", "Outside", "Inside", "Among", "About", "Against", "Between",
    "Beyond", "Without", "Within", "Through", "Throughout", "Even", "Just", "Once", "Perhaps", "Maybe", "Indeed", "Nearly",
    "Almost", "Like", "Unlike", "Unless", "Whether", "Whatever", "Whoever", "Whenever", "Into", "Onto", "Upon", "Across",
    "Along", "Amid", "Around", "Behind", "Below", "Beneath", "Besides", "Very", "Too", "Quite", "Rather", "Thus",
    "Therefore", "Hence", "Moreover", "Furthermore", "Finally", "Again", "Already", "Always", "Never",
    "Often", "Sometimes", "Soon", "Usually", "Off", "Out", "Up", "Down", "Regarding", "Concerning",
    "Considering", "Including", "Excluding", "Than", "Till", "Toward", "Towards", "Please", "Well", "Oh", "Ok",
    "Okay", "Thanks", "Thank", "Hello", "Hey",
];
