"""What the numbers were measured on, and the two cores everything runs on."""
import hashlib
import os
import platform

CORES = 2


def two_cores():
    """Limits this process, and what it starts, to the first two cores it may use."""
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])


def machine():
    """Processor, cores, memory, system and an id that tells two machines apart."""
    processor = _first_line("/proc/cpuinfo", "model name") or platform.processor()
    kilobytes = int(_first_line("/proc/meminfo", "MemTotal").split()[0])
    facts = {
        "processor": processor, "cores": os.cpu_count(), "memory_gb": round(kilobytes / 2**20, 1),
        "system": f"{platform.system()} {platform.release()} {platform.machine()}"}
    text = repr(sorted(facts.items())) + platform.node()
    return {**facts, "id": hashlib.sha256(text.encode()).hexdigest()[:12]}


def _first_line(path, key):
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            if line.startswith(key):
                return line.split(":", 1)[1].strip()
    return ""
