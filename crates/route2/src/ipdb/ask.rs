//! Questions that a mirror has are asked on other threads: whoever waits for a dump takes no notifications.

use super::Shared;
use crate::list::link_request;
use crate::{Driver, Error, Netns};
use route2_mirror::{Conn, Narrow, Question, Table};
use route2_schema::rtnl::Object;
use route2_schema::rtnl::names::Family;
use route2_schema::wire::Message;
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread;

/// How many ask at the same time while the mirror is filled. (Dumps of different tables go on beside each other
/// in the kernel.)
const ASKERS: usize = 4;

/// An answer, or why there is none.
pub(super) struct Answer {
    pub(super) number: u64,
    /// The objects, and whether they are coherent.
    pub(super) result: Result<(Table, bool), Error>,
}

/// Those who ask.
pub(super) struct Askers {
    questions: Option<mpsc::Sender<Question>>,
    waiting: Arc<Mutex<mpsc::Receiver<Question>>>,
    answers: mpsc::Receiver<Answer>,
    answer: mpsc::Sender<Answer>,
    shared: Arc<Shared>,
    netns: Netns,
    threads: Vec<thread::JoinHandle<()>>,
    open: usize,
}

impl Askers {
    pub(super) fn new(shared: Arc<Shared>, netns: Netns) -> Self {
        let (questions, waiting) = mpsc::channel();
        let (answer, answers) = mpsc::channel();
        Self {
            questions: Some(questions),
            waiting: Arc::new(Mutex::new(waiting)),
            answers,
            answer,
            shared,
            netns,
            threads: Vec::new(),
            open: 0,
        }
    }

    /// Has a question asked.
    pub(super) fn ask(&mut self, question: Question) -> Result<(), Error> {
        self.open += 1;
        if self.open > self.threads.len() && self.threads.len() < ASKERS {
            self.start()?;
        }
        if let Some(questions) = &self.questions {
            let _ = questions.send(question);
        }
        Ok(())
    }

    /// The next answer, where there is one.
    pub(super) fn answer(&mut self) -> Option<Answer> {
        let answer = self.answers.try_recv().ok()?;
        self.open -= 1;
        Some(answer)
    }

    fn start(&mut self) -> Result<(), Error> {
        let (waiting, answer) = (Arc::clone(&self.waiting), self.answer.clone());
        let (shared, netns) = (Arc::clone(&self.shared), self.netns.clone());
        let asker = move || {
            let mut driver = None;
            loop {
                // (In a statement of its own, so that the next one can wait while this one asks.)
                let next = waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
                let Ok(question) = next else { return };
                let result = opened(&mut driver, &netns)
                    .and_then(|driver| driver.answer_question(&question));
                let _ = answer.send(Answer { number: question.number, result });
                shared.wake.wake();
            }
        };
        let thread = thread::Builder::new()
            .name("route2-ask".into())
            .spawn(asker)
            .map_err(|source| Error::System { doing: "start a thread", source })?;
        self.threads.push(thread);
        Ok(())
    }
}

impl Drop for Askers {
    fn drop(&mut self) {
        self.questions = None;
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

fn opened<'a>(driver: &'a mut Option<Driver>, netns: &Netns) -> Result<&'a mut Driver, Error> {
    match driver {
        Some(driver) => Ok(driver),
        None => Ok(driver.insert(Driver::open(netns)?)),
    }
}

impl Driver {
    /// Asks the kernel what a mirror wants to know. What is no table of this kernel is empty.
    fn answer_question(&mut self, question: &Question) -> Result<(Table, bool), Error> {
        self.wait_for_lock()?;
        let (kept, Narrow { ifindex, .. }) = (question.kept(), question.narrow);
        let mut filling = question.filling();
        let mut push = |message: Message<'_>| {
            if let Some(object) = Object::new(message) {
                filling.push(object);
            }
        };
        let coherent = if kept.name == "link" && ifindex != 0 {
            let request = link_request(Family::UNSPEC, ifindex)?;
            or_nothing(self.each(&request, Conn::get, &mut push))?
        } else {
            let families = match &question.narrow.family {
                &Family::UNSPEC => kept.families,
                one => std::slice::from_ref(one),
            };
            let mut coherent = true;
            for family in families {
                let narrow = Narrow { family: *family, ..question.narrow };
                coherent &= or_nothing(self.each_of(kept.table, narrow, &mut push))?;
            }
            coherent
        };
        Ok((filling.finish(), coherent))
    }

    /// Waits until the kernel is done with what it announced last. It tells of a change while it makes it, with
    /// the lock of all routing in its hands; whoever asks at once may be answered from before. This question is
    /// one for which it takes the lock again.
    fn wait_for_lock(&mut self) -> Result<(), Error> {
        or_nothing(self.each(&link_request(Family::UNSPEC, 1)?, Conn::get, &mut |_| ())).map(drop)
    }
}

/// What a kernel without the table, or the interface, says is no error: there is nothing.
fn or_nothing(result: Result<bool, Error>) -> Result<bool, Error> {
    match result {
        Err(Error::NoTable { .. }) => Ok(true),
        Err(error) if [libc::ENODEV, libc::ENXIO].map(Some).contains(&error.errno()) => Ok(true),
        Err(Error::AnswerLost) => Ok(false),
        other => other,
    }
}
