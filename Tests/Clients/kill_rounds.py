"""Kills a server again and again while events come, and checks that nothing is lost or doubled.

    kill_rounds.py PROGRAM ROUNDS [SEED]

Senders behave as clients do: a request without a good answer is sent again, with the same message
ids, until it is answered. So at the end every event must be there exactly once; folding the log of
changes by name must give the members; and positions must have no gaps.
"""
import base64
import collections
import http.client
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

PEOPLE = 40
WORKSPACE = """
segments:
  some: { when: 'count(tick) >= 1' }
  many: { when: 'count(tick) >= 10' }
  even: { when: 'count(tick{even == true}) >= 3 and not stop' }
  recent: { when: 'tick[2s]' }
"""


class Server:
    """One data directory and the process that serves it, if any."""

    def __init__(self, program, folder):
        self.program, self.folder = program, folder
        self.process = self.write_key = self.admin_key = None
        self.port = 0

    def start(self):
        output = open(os.path.join(self.folder, "out.txt"), "w+")
        log = open(os.path.join(self.folder, "log.txt"), "a")
        self.process = subprocess.Popen(
            [self.program, "serve", "--data", os.path.join(self.folder, "d"), "--port", "0",
             "--workspace", os.path.join(self.folder, "w.yaml"), "--log-requests", "none"],
            stdout=output, stderr=log)
        deadline = time.time() + 60
        while time.time() < deadline:
            text = open(output.name).read()
            port = re.search(r"http://127\.0\.0\.1:(\d+)", text)
            if port and (self.admin_key or "wk_" in text):
                if not self.admin_key:
                    self.admin_key = re.search(r"sk_\w+", text)[0]
                    self.write_key = re.search(r"wk_\w+", text)[0]
                self.port = int(port[1])
                if self.ask("/readyz")[0] == 200:
                    return
            if self.process.poll() is not None:
                raise SystemExit("the server ended: " + open(log.name).read()[-2000:])
            time.sleep(0.02)
        raise SystemExit("the server did not start")

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def request(self, method, path, body=None, key=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            headers = {"Authorization": key, "Content-Type": "application/json"}
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def ask(self, path):
        try:
            return self.request("GET", path, key="Bearer " + (self.admin_key or ""))
        except OSError:
            return 0, b""


class Sender(threading.Thread):
    """Sends batches, each until it is answered."""

    def __init__(self, server, number, stop):
        super().__init__(daemon=True)
        self.server, self.number, self.stop = server, number, stop
        self.random = random.Random(number)
        self.sent = collections.Counter()
        self.batches = 0

    def run(self):
        while not self.stop.is_set():
            events = []
            for index in range(self.random.randint(1, 20)):
                person = f"p{self.random.randrange(PEOPLE)}"
                events.append({
                    "type": "track", "event": "tick", "userId": person,
                    "messageId": f"{self.number}-{self.batches}-{index}",
                    "properties": {"even": index % 2 == 0}})
            body = json.dumps({"batch": events})
            key = "Basic " + base64.b64encode((self.server.write_key + ":").encode()).decode()
            while True:
                try:
                    status, _ = self.server.request("POST", "/v1/batch", body, key)
                    if status == 200:
                        break
                    if status not in (429, 503):
                        raise SystemExit(f"a batch was answered with {status}")
                except (OSError, http.client.HTTPException):
                    pass
                time.sleep(0.01)
            self.batches += 1
            self.sent.update(event["userId"] for event in events)


def changes(server):
    after = 0
    while True:
        status, body = server.ask(f"/api/changes?after={after}&limit=1000")
        assert status == 200, (status, body)
        page = json.loads(body)["changes"]
        if not page:
            return
        yield from page
        after = page[-1]["position"]


def check(server, sent):
    problems = []
    for person, count in sorted(sent.items()):
        status, body = server.ask(f"/api/people/{person}")
        found = json.loads(body).get("events") if status == 200 else None
        if found != count:
            problems.append(f"{person} was sent {count} events and has {found} ({status})")
    members, last = collections.defaultdict(set), 0
    for change in changes(server):
        if change["position"] != last + 1:
            problems.append(f"position {change['position']} follows {last}")
        last = change["position"]
        group, person = members[change["segment"]], change["person"]
        entered = change["change"] == "enter"
        if entered == (person in group):
            problems.append(f"position {last}: {person} {change} twice")
        (group.add if entered else group.discard)(person)
    for segment in ("some", "many", "even"):
        status, body = server.ask(f"/api/segments/{segment}/members?limit=1000")
        now = {member["person"] for member in json.loads(body)["members"]}
        if now != members[segment]:
            problems.append(f"{segment}: changes give {len(members[segment])}, members {len(now)}")
    return problems, last


def main():
    program, rounds = os.path.abspath(sys.argv[1]), int(sys.argv[2])
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else int(time.time())
    print("seed", seed, flush=True)
    chance = random.Random(seed)
    folder = tempfile.mkdtemp(prefix="starling-kill")
    open(os.path.join(folder, "w.yaml"), "w").write(WORKSPACE)
    server, stop = Server(program, folder), threading.Event()
    server.start()
    senders = [Sender(server, number, stop) for number in range(4)]
    for sender in senders:
        sender.start()
    for _ in range(rounds):
        time.sleep(chance.uniform(0.05, 0.8))
        server.kill()
        server.start()
    stop.set()
    for sender in senders:
        sender.join()
    # What was due meanwhile is said within a moment.
    time.sleep(3)
    sent = sum((sender.sent for sender in senders), collections.Counter())
    problems, last = check(server, sent)
    server.kill()
    if problems:
        print("\n".join(problems[:20]), "\nkept:", folder)
        raise SystemExit(1)
    shutil.rmtree(folder)
    print(f"{rounds} rounds: {sum(sent.values())} events and {last} changes, none lost or doubled")


main()
