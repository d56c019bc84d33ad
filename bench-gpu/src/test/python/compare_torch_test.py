"""compare-torch's arithmetic and verdicts on planted numbers; needs no PyTorch."""
import contextlib
import io
import json
import sys
import tempfile
import unittest
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

sys.dont_write_bytecode = True
SCRIPT = Path(__file__).resolve().parents[3] / "compare-torch"
loader = SourceFileLoader("compare_torch", str(SCRIPT))
ct = module_from_spec(spec_from_loader("compare_torch", loader))
sys.modules["compare_torch"] = ct  # Data classes look their module up.
loader.exec_module(ct)

LARGE = "gemm/m=8192,n=8192,k=8192"


def cell(workload, precision="bf16", status="OK", engine="cuBLASLt 13.1, driver 13.0", asked="auto", rate=100.0,
         device_seconds=None, unit=None, kind="HARDWARE", flops=1000):
    unit = unit or ("samples/s" if workload.startswith("train/") else "FLOP/s")
    metrics = {"throughput": {"median": rate, "unit": unit}} if status == "OK" else {}
    if device_seconds:
        metrics["deviceTime"] = {"median": device_seconds}
    return {"workload": workload, "precision": precision, "target": "cuda", "status": status, "reason": "because",
            "engine": engine, "asked": asked, "work": {"flops": flops}, "metrics": metrics,
            "device": {"kind": kind, "name": "H200"}}


def recorded(flat):
    """A measured cell as a run's record has it."""
    metrics = {name: {"value": value} for name, value in flat["metrics"].items()}
    return {"id": {name: flat[name] for name in ("workload", "target", "precision")}, "work": flat["work"],
            "outcome": {"status": "MEASURED", "device": flat["device"], "engine": flat["engine"],
                        "result": {"metrics": metrics}}}


class FakeTorch:
    """PyTorch with planted rates."""

    def __init__(self, rates, name="H200"):
        self.rates, self.name = rates, name

    def describe(self):
        return "planted"

    def device_name(self):
        return self.name

    def rate(self, given, other):
        rate = self.rates[given["workload"], given["precision"], other]
        if isinstance(rate, Exception):
            raise rate
        return rate


def goal(text):
    found = [g for g in ct.goals(ct.GPU) if text in g.name]
    assert len(found) == 1, found
    return found[0]


def row(ratio, workload=LARGE, precision="bf16", other=ct.EAGER):
    return ct.Row(workload, precision, other, "FLOP/s", ratio * 7.0, 7.0)


class Goals(unittest.TestCase):
    def test_all_are_there_with_what_they_need(self):
        least = [(g.name, g.least) for g in ct.goals(ct.GPU)]
        self.assertEqual(least, [
            ("GEMM 8192^3 bf16 by PyTorch", 0.98), ("GEMM 8192^3 f16 by PyTorch", 0.98),
            ("GEMM 8192^3 tf32 by PyTorch", 0.98), ("GEMM 8192^3 f8e4m3 by PyTorch", 0.98),
            ("DeepBench's training GEMMs bf16 by PyTorch", 1.0),
            ("ResNet's convolutions bf16 by PyTorch (channels_last, cudnn.benchmark)", 0.98),
            ("CNN training step by PyTorch, eager", 5.0), ("CNN training step by PyTorch, CUDA graph", 1.2),
            ("own kernels by cuBLASLt, GEMM 8192^3 bf16", 0.80)])

    def test_a_ratio_above_the_goal_meets_it_and_one_below_misses(self):
        self.assertEqual(ct.judge(goal("8192^3 tf32"), [row(0.9801, precision="tf32")]).verdict, ct.MET)
        self.assertEqual(ct.judge(goal("8192^3 tf32"), [row(0.9799, precision="tf32")]).verdict, ct.MISSED)

    def test_the_mean_is_geometric_and_of_its_own_rows_alone(self):
        rows = [row(0.5, "gemm/m=1,n=2,k=3"), row(2.0, "gemm/m=4,n=5,k=6"), row(9.0), row(9.0, "conv/n=1"),
                row(9.0, "gemm/m=1,n=2,k=3", "f16")]
        judgement = ct.judge(goal("DeepBench"), rows)
        self.assertAlmostEqual(judgement.mean, 1.0, places=12)
        self.assertEqual((judgement.count, judgement.rows, judgement.verdict), (2, 2, ct.MET))

    def test_one_missing_ratio_leaves_a_goal_unjudged(self):
        lacking = ct.Row("gemm/m=1,n=2,k=3", "bf16", ct.EAGER, "FLOP/s", None, 7.0, "FAILED: out of memory")
        judgement = ct.judge(goal("DeepBench"), [row(3.0, "gemm/m=4,n=5,k=6"), lacking])
        self.assertEqual((judgement.count, judgement.rows, judgement.verdict), (1, 2, ct.UNJUDGED))
        self.assertIn("out of memory", judgement.why)

    def test_nothing_measured_is_not_met(self):
        self.assertEqual(ct.judge(goal("eager"), []).verdict, ct.UNJUDGED)

    def test_exit_codes(self):
        def code(*verdicts, rehearsal=False):
            judged = [ct.Judgement(goal("eager"), 1.0, 1, 1, v) for v in verdicts]
            return ct.exit_code(judged, rehearsal)

        self.assertEqual(code(ct.MET, ct.MET), 0)
        self.assertEqual(code(ct.MET, ct.UNJUDGED), ct.EXIT_UNJUDGED)
        self.assertEqual(code(ct.UNJUDGED, ct.MISSED), ct.EXIT_MISSED)
        self.assertEqual(code(ct.MISSED, rehearsal=True), 0)


class Rates(unittest.TestCase):
    def test_products_by_device_time_and_training_by_the_host(self):
        self.assertEqual(ct.mine(cell(LARGE, rate=50.0, device_seconds=10.0)), (100.0, ""))
        self.assertEqual(ct.mine(cell(LARGE, rate=50.0)), (50.0, ""))
        self.assertEqual(ct.mine(cell("train/cnn-fashion", rate=50.0, device_seconds=1e-9)), (50.0, ""))

    def test_what_is_not_ok_or_no_hardware_has_no_rate(self):
        self.assertEqual(ct.mine(cell(LARGE, status="INVALID")), (None, "INVALID: because"))
        self.assertEqual(ct.mine(cell(LARGE, kind="EMULATION")), (None, "H200 is not hardware"))
        self.assertIsNone(ct.mine(cell(LARGE, unit="B/s"))[0])

    def test_own_kernels_are_compared_with_cublaslt_and_nothing_else(self):
        own = cell(LARGE, engine="ptx sm_90a, driver 13.0", asked="ptx", rate=80.0)
        rows = ct.own_rows([cell(LARGE, rate=100.0), own, cell(LARGE, "f16", rate=1.0)])
        self.assertEqual([r.ratio for r in rows], [0.8])
        declined = cell(LARGE, engine="ptx sm_80 (cuBLASLt 13.1 (lib): no), driver 13.0")
        self.assertIn("cuBLASLt did not compute it", ct.own_rows([declined, own])[0].why)
        self.assertIn("not measured by cuBLASLt", ct.own_rows([own])[0].why)

    def test_extents(self):
        self.assertEqual(ct.extents("gemm/m=1,n=2,k=3,ta=1"), ("gemm", {"m": "1", "n": "2", "k": "3", "ta": "1"}))
        self.assertEqual(ct.pair({"stride": "2", "padh": "1"}, "stride", 1), (2, 2))
        self.assertEqual(ct.pair({"padh": "1"}, "pad", 0), (1, 0))


class Comparisons(unittest.TestCase):
    def compare(self, cells, rates, **options):
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            return ct.compare(ct.GPU, cells, FakeTorch(rates, **options))

    def test_rows_and_table(self):
        cells = [cell(LARGE, rate=98e12), cell("train/cnn-fashion,epochs=1", "f32", rate=6400.0), cell("peak/matrix"),
                 cell(LARGE, engine="ptx sm_90a, driver 13.0", asked="ptx", rate=49e12)]
        rates = {(LARGE, "bf16", ct.EAGER): 100e12, ("train/cnn-fashion,epochs=1", "f32", ct.EAGER): 1000.0,
                 ("train/cnn-fashion,epochs=1", "f32", ct.GRAPH): RuntimeError("capture failed\nand more")}
        rows = self.compare(cells, rates)
        self.assertEqual([r.ratio for r in rows], [0.98, 6.4, None, 0.5])
        self.assertEqual(ct.table(rows).splitlines()[2:], [
            f"| {LARGE} | bf16 | 98 TFLOP/s | 100 TFLOP/s | PyTorch | 0.980 |",
            "| train/cnn-fashion,epochs=1 | f32 | 6,400 samples/s | 1,000 samples/s | PyTorch | 6.400 |",
            "| train/cnn-fashion,epochs=1 | f32 | 6,400 samples/s | unavailable | PyTorch, CUDA graph "
            "| unavailable: PyTorch: capture failed |",
            f"| {LARGE} | bf16 | 49 TFLOP/s | 98 TFLOP/s | Assay by cuBLASLt | 0.500 |"])
        summary = ct.summary([ct.judge(g, rows) for g in ct.goals(ct.GPU)], False)
        self.assertIn("| GEMM 8192^3 bf16 by PyTorch | 0.980 | 1 of 1 | >= 0.98 | met |", summary)
        self.assertIn("| own kernels by cuBLASLt, GEMM 8192^3 bf16 | 0.500 | 1 of 1 | >= 0.8 | MISSED |", summary)
        self.assertIn("| >= 1.2 | not judged: train/cnn-fashion,epochs=1 f32: PyTorch: capture failed |", summary)
        rehearsed = ct.summary([ct.judge(g, rows) for g in ct.goals(ct.GPU)], True)
        self.assertNotIn("| met", rehearsed)
        self.assertNotIn("MISSED", rehearsed)

    def test_another_gpu_is_refused(self):
        with self.assertRaisesRegex(ct.Refusal, "Assay measured H200, PyTorch would measure A100"):
            self.compare([cell(LARGE)], {}, name="A100")

    def test_a_record_without_anything_is_refused(self):
        with self.assertRaisesRegex(ct.Refusal, "no product"):
            self.compare([cell("peak/matrix")], {})


class Records(unittest.TestCase):
    def test_engines_of_stored_runs_are_told_apart(self):
        engines = ["cuBLASLt 13.1, driver 13.0", "ptx sm_90a, driver 13.0", "ptx sm_80 (no cuBLASLt), driver 13.0", None]
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "run.json").write_text(json.dumps({"cells": [recorded(cell(LARGE, engine=e)) for e in engines]}))
            arguments = type("Arguments", (), {"record": [Path(folder)]})
            asked = [c["asked"] for c in ct.records(ct.GPU, arguments)]
        self.assertEqual(asked, ["auto", "ptx", "auto", "auto"])

    def test_what_is_no_record_is_refused(self):
        with self.assertRaisesRegex(ct.Refusal, "is not a run record"):
            ct.stored(Path("/nonexistent"))

    def test_a_launcher_that_gives_no_record_is_refused(self):
        with self.assertRaisesRegex(ct.Refusal, "ended with exit code 1 and no record"):
            with contextlib.redirect_stderr(io.StringIO()):
                ct.measure(ct.GPU, ct.GPU.parts()[0], "/bin/false", "out", None)

    def test_the_parts_name_every_precision_once(self):
        parts = ct.GPU.parts()
        self.assertEqual([p.precisions for p in parts], [("bf16",), ("f16", "tf32", "f8e4m3"), ("f32",), ("bf16",)])
        self.assertEqual([p.engine for p in parts], ["auto", "auto", "auto", "ptx"])
        self.assertTrue(ct.GPU.suite.is_file() and ct.REHEARSAL.suite.is_file())
        self.assertIn("  - " + LARGE, ct.GPU.suite.read_text())


if __name__ == "__main__":
    unittest.main()
