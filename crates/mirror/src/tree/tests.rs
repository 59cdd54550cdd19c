//! The tree beside a sorted `Vec`.

use super::*;

/// Entries of tests: a key of two bytes, then anything.
fn key_of(bytes: &[u8]) -> Key {
    Key::EMPTY.bytes(&bytes[..2])
}

/// Numbers that look random and are the same each time (an LCG's upper bits).
struct Random(u64);
impl Random {
    fn below(&mut self, n: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}

fn entry(random: &mut Random, keys: u64) -> Vec<u8> {
    let key = random.below(keys) as u16;
    let length = random.below(200) as usize;
    let mut bytes = key.to_be_bytes().to_vec();
    bytes.extend((0..length).map(|_| random.below(256) as u8));
    bytes
}

fn same(tree: &Tree, list: &[(Vec<u8>, u64)]) {
    assert_eq!(tree.len(), list.len());
    let entries: Vec<_> = tree.iter().map(|(_, e)| (e.bytes.to_vec(), e.revision)).collect();
    assert!(entries == list, "the tree has other entries than the list");
}

#[test]
fn does_what_a_sorted_list_does() {
    for (seed, keys) in [(1, 60_000), (2, 400), (3, 3)] {
        let (mut random, mut tree, mut list) = (Random(seed), Tree::new(key_of), Vec::new());
        let mut snapshots = Vec::new();
        for revision in 0..6_000_u64 {
            let new = entry(&mut random, keys);
            let key = key_of(&new);
            let start = list.partition_point(|(e, _): &(Vec<u8>, u64)| key_of(e) < key);
            let end = list.partition_point(|(e, _)| key_of(e) <= key);
            // It grows at first and shrinks at last.
            match random.below(10) + revision / 1_000 {
                0..=5 => {
                    tree.insert(tree.end_of(&key), key, &new, revision);
                    list.insert(end, (new, revision));
                }
                6 | 7 => {
                    tree.insert(tree.start_of(&key), key, &new, revision);
                    list.insert(start, (new, revision));
                }
                8 if start < end => {
                    let place = tree.group(key).nth(end - start - 1).map(|(place, _)| place);
                    tree.replace(place.unwrap(), &new, revision);
                    list[end - 1] = (new, revision);
                }
                _ if !list.is_empty() => {
                    let at = random.below(list.len() as u64) as usize;
                    let place = tree.iter().nth(at).map(|(place, _)| place);
                    tree.remove(place.unwrap());
                    list.remove(at);
                }
                _ => {}
            }
            // Where a search begins makes no difference.
            let nowhere = Place { branch: usize::MAX, ..Place::default() };
            let elsewhere = Tree { last: nowhere, ..tree.clone() };
            for key in [key, key_of(&entry(&mut random, keys))] {
                assert_eq!(tree.start_of(&key), elsewhere.start_of(&key));
                assert_eq!(tree.end_of(&key), elsewhere.end_of(&key));
            }
            if revision % 500 == 0 {
                same(&tree, &list);
                snapshots.push((tree.clone(), list.clone()));
            }
            assert_eq!(
                tree.group(key).count(),
                list.iter().filter(|(e, _)| key_of(e) == key).count()
            );
        }
        snapshots.iter().for_each(|(tree, list)| same(tree, list));
        while let Some((place, _)) = tree.iter().next() {
            tree.remove(place);
        }
        same(&tree, &[]);
        assert!(tree.root.is_empty(), "nothing is left of an empty tree");
    }
}

#[test]
fn what_arrives_in_order_fills_leaves() {
    let mut tree = Tree::new(key_of);
    for n in 0..60_000_u16 {
        tree.push(&[&n.to_be_bytes()[..], &[0; 58]].concat(), 1);
    }
    let leaves: usize = tree.root.iter().map(|branch| branch.leaves.len()).sum();
    assert!(leaves <= 60_000 / 127 + 1, "{leaves} leaves");
    assert!(tree.root.len() <= leaves / 127 + 1, "{} branches", tree.root.len());
}
