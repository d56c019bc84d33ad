package assay.core.conformance;

import assay.core.availability.Availability.Available;
import assay.core.oracle.LossCurve;
import assay.core.oracle.Verdict;
import assay.core.oracle.Verifier;
import assay.core.program.DataType;
import assay.core.program.HostTensor;
import assay.core.program.Optimizer;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.ProgramBuilder;
import assay.core.program.Shape;
import assay.core.program.Tensor;
import assay.core.program.Window2d;
import assay.core.program.op.Op;
import assay.core.program.op.SoftmaxCrossEntropy;
import assay.core.spi.Executable;
import assay.core.spi.ProgramParts;
import assay.core.spi.Target;
import assay.core.spi.TargetException;
import assay.core.spi.UnsupportedProgramException;
import com.google.errorprone.annotations.FormatMethod;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What every target must do, one check per method; each throws an AssertionError that says what is
 * wrong. Programs that the target does not support are skipped; {@link #executed} counts the rest.
 */
public final class ConformanceChecks {
  private static final int INPUT_SETS = 3;

  /** In which order sets are executed on: every one after every one. */
  private static final int[] TURNS = {0, 1, 2, 0, 2, 1, 1, 0, 0, 2, 2};

  private final Target target;
  private final Precision precision;
  private int executed;

  /** Checks of a target in f32 or f64. */
  public ConformanceChecks(Target target, Precision precision) {
    this.target = target;
    this.precision = precision;
  }

  /** Random programs run twice, with poisoned outputs between, and match the oracle both times. */
  public void randomPrograms(long firstSeed, int count) {
    for (long seed = firstSeed; seed < firstSeed + count; seed++) {
      RandomPrograms.Case test = RandomPrograms.generate(seed, precision.input());
      compiled(
          test.program(),
          2,
          run -> {
            run.execute(); // The execution changed the state: write it again.
            runAndVerify(run, test);
            runAndVerify(run, test);
          });
    }
  }

  /** Number of programs that the target has run so far. */
  public int executed() {
    return executed;
  }

  private boolean supports(Program program) {
    return target.unsupported(program, precision).isEmpty();
  }

  private void compiled(Program program, int threads, Consumer<Executable> check) {
    compiled(program, new Target.Options(threads), check);
  }

  /** Checks a compiled program, unless compiling finds that the target does not support it. */
  private void compiled(Program program, Target.Options options, Consumer<Executable> check) {
    if (!supports(program)) {
      return;
    }
    Executable compiled;
    try {
      compiled = target.compile(program, precision, options);
    } catch (UnsupportedProgramException e) {
      return;
    }
    executed++;
    try (Executable run = compiled) {
      check.accept(run);
    }
  }

  private void runAndVerify(Executable run, RandomPrograms.Case test) {
    test.given().values().forEach(run::write);
    Verdict verdict = execute(run, test);
    require(verdict.passed(), "%s: %s", test, verdict.message());
  }

  private Verdict execute(Executable run, RandomPrograms.Case test) {
    poison(run, test.program());
    run.execute();
    return Verifier.verify(
        test.program(), precision, test.given(), results(run, test.program()), test.seed());
  }

  private static void poison(Executable run, Program program) {
    program.outputs().forEach(output -> run.write(HostTensor.allocate(output).poison()));
  }

  private static Map<Tensor, HostTensor> results(Executable run, Program program) {
    Map<Tensor, HostTensor> results = new HashMap<>();
    program.outputs().forEach(t -> results.put(t, run.read(t)));
    program.state().forEach(t -> results.put(t, run.read(t)));
    return results;
  }

  /** State starts at zero, persists between executions and follows the oracle over three steps. */
  public void stateStays() {
    for (Optimizer optimizer : RandomPrograms.OPTIMIZERS) {
      Program step = SmallCnn.TINY.step(optimizer, precision.input());
      Map<Tensor, HostTensor> given = new HashMap<>(SmallCnn.TINY.batch(step, 0));
      Map<Tensor, HostTensor> initial = SmallCnn.TINY.initial(step, 1);
      compiled(
          step,
          2,
          run -> {
            // Slots and the step counter are not written: the SPI says that they start at zero.
            step.parameters().forEach(p -> run.write(Objects.requireNonNull(initial.get(p))));
            given.values().forEach(run::write);
            given.putAll(initial);
            for (int i = 0; i < 3; i++) {
              run.execute();
              Map<Tensor, HostTensor> results = results(run, step);
              Verdict verdict = Verifier.verify(step, precision, given, results, i);
              require(verdict.passed(), "%s, step %d: %s", optimizer.id(), i, verdict.message());
              // The oracle's next step starts from the target's state.
              step.state().forEach(t -> given.put(t, Objects.requireNonNull(results.get(t))));
            }
          });
    }
  }

  /** Tensors that are not in the program are refused, and so is reading an input. */
  public void unknownTensorsAreRefused() {
    Program program = gemm(3, 5, 7);
    Tensor stranger = new Tensor("stranger", Shape.of(2), precision.input());
    compiled(
        program,
        1,
        run -> {
          refused("writing an unknown tensor", () -> run.write(HostTensor.allocate(stranger)));
          refused("reading an unknown tensor", () -> run.read(stranger));
        });
  }

  /**
   * A label out of range is refused or gives a NaN loss; it must not cause an out-of-bounds read.
   * Either way the executable stays usable: a device fault from a stray read would have ended its
   * context.
   */
  public void strayLabels() {
    ProgramBuilder p = Program.builder("labels");
    Tensor logits = p.input("logits", Shape.of(3, 5), precision.input());
    Tensor labels = p.input("labels", Shape.of(3), DataType.S32);
    SoftmaxCrossEntropy s = p.softmaxCrossEntropy(logits, labels);
    Program program = p.output(s.loss()).build();
    RandomPrograms.Case valid =
        new RandomPrograms.Case(7, program, RandomPrograms.values(program, 7));
    for (int stray : new int[] {-1, 5, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
      HostTensor wrong = HostTensor.allocate(labels);
      wrong.set(1, stray);
      compiled(
          program,
          1,
          run -> {
            run.write(Objects.requireNonNull(valid.given().get(logits)));
            run.write(wrong);
            refusedOrNoLoss(run, s.loss(), stray);
            computesAfter(run, valid, stray);
          });
    }
  }

  private static void refusedOrNoLoss(Executable run, Tensor loss, int stray) {
    try {
      run.execute();
    } catch (TargetException e) {
      return;
    }
    double value = run.read(loss).get(0);
    require(Double.isNaN(value), "label %d with 5 classes gave the loss %s", stray, value);
  }

  private void computesAfter(Executable run, RandomPrograms.Case valid, int stray) {
    try {
      runAndVerify(run, valid);
    } catch (TargetException e) {
      throw new AssertionError(
          "after label " + stray + " with 5 classes the executable is no longer usable: " + e, e);
    }
  }

  /**
   * An execution modifies neither the caller's memory nor the device's inputs: a second one gives
   * the same result.
   */
  public void inputsAreLeftAlone() {
    for (long seed = 0; seed < 24; seed++) {
      RandomPrograms.Case test = RandomPrograms.generate(seed, precision.input());
      Map<Tensor, double[]> before = new HashMap<>();
      test.given().forEach((t, host) -> before.put(t, host.toDoubles()));
      compiled(
          test.program(),
          2,
          run -> {
            test.given().values().forEach(run::write);
            run.execute();
            for (Tensor state : test.program().state()) {
              run.write(Objects.requireNonNull(test.given().get(state)));
            }
            Verdict verdict = execute(run, test);
            require(verdict.passed(), "second run of %s: %s", test, verdict.message());
          });
      test.given()
          .forEach((t, host) ->
              require(
                  Arrays.equals(host.toDoubles(), before.get(t)),
                  "%s: the caller's values of %s were overwritten",
                  test,
                  t));
    }
  }

  /**
   * Inputs written during an execution do not affect it; the next execution uses them unless others
   * are written before it.
   */
  public void inputsWrittenMeanwhile() {
    for (long seed = 0; seed < 24; seed++) {
      RandomPrograms.Case first = RandomPrograms.generate(2000 + seed, precision.input());
      RandomPrograms.Case second = otherValues(first, seed);
      RandomPrograms.Case never = otherValues(first, seed + 1);
      compiled(
          first.program(),
          2,
          run -> {
            first.given().values().forEach(run::write);
            runAndVerify(run, first, second);
            writeState(run, second);
            runAndVerify(run, second, never);
            first.given().values().forEach(run::write);
            runAndVerify(run, first, never);
            writeState(run, never);
            runAndVerify(run, never, second);
          });
    }
  }

  private static RandomPrograms.Case otherValues(RandomPrograms.Case test, long seed) {
    long other = 3000 + seed;
    return new RandomPrograms.Case(
        other, test.program(), RandomPrograms.values(test.program(), other));
  }

  private static void writeState(Executable run, RandomPrograms.Case test) {
    test.program().state().forEach(t -> run.write(Objects.requireNonNull(test.given().get(t))));
  }

  private static void writeInputs(Executable run, RandomPrograms.Case test) {
    test.program().inputs().forEach(t -> run.write(Objects.requireNonNull(test.given().get(t))));
  }

  /** Executes with the inputs already written while writing those of {@code next}. */
  private void runAndVerify(Executable run, RandomPrograms.Case test, RandomPrograms.Case next) {
    Program program = test.program();
    poison(run, program);
    run.execute(() -> writeInputs(run, next));
    Verdict verdict =
        Verifier.verify(program, precision, test.given(), results(run, program), test.seed());
    require(
        verdict.passed(),
        "with the next inputs written during the execution, %s: %s",
        test,
        verdict.message());
  }

  /**
   * Several sets of inputs stay on the device. An execution computes with the selected one,
   * although nothing was written since the one before; a write changes the selected set only; state
   * exists once. Nothing is checked if the target keeps one set.
   */
  public void inputSetsStayApart() {
    if (target.unsupportedInputSets().isPresent()) {
      return;
    }
    for (long seed = 0; seed < 24; seed++) {
      RandomPrograms.Case first = RandomPrograms.generate(4000 + seed, precision.input());
      List<RandomPrograms.Case> sets = new ArrayList<>(List.of(first));
      for (int set = 1; set < INPUT_SETS; set++) {
        sets.add(otherValues(first, seed + set));
      }
      RandomPrograms.Case rewritten = otherValues(first, seed + INPUT_SETS);
      Map<Tensor, HostTensor> state = new HashMap<>(first.given());
      state.keySet().retainAll(first.program().state());
      compiled(
          first.program(),
          new Target.Options(2, INPUT_SETS),
          run -> {
            writeState(run, first);
            for (int set = 0; set < INPUT_SETS; set++) {
              run.select(set);
              writeInputs(run, sets.get(set));
            }
            executeByTurns(run, sets, state);
            run.select(1);
            writeInputs(run, rewritten);
            sets.set(1, rewritten);
            executeByTurns(run, sets, state);
            requireRefusedSets(run);
          });
    }
  }

  /**
   * A target that tells parts of a program apart has each operation in one of them, in an order in
   * which each tensor is written before it is read; an execution with marks computes the same as
   * one without, and its marks ascend. Nothing is checked if it tells none apart.
   */
  public void partsAreMarked() {
    for (long seed = 0; seed < 24; seed++) {
      RandomPrograms.Case test = RandomPrograms.generate(5000 + seed, precision.input());
      compiled(
          test.program(),
          new Target.Options(2),
          run -> {
            if (run.parts() instanceof Available<ProgramParts>(ProgramParts parts)) {
              requireParts(run, test, parts);
            }
          });
    }
  }

  private void requireParts(Executable run, RandomPrograms.Case test, ProgramParts parts) {
    List<Op> ops = parts.groups().stream().flatMap(List::stream).toList();
    require(
        ops.size() == test.program().ops().size() && ops.containsAll(test.program().ops()),
        "%s has %d operations, and its parts have %d",
        test,
        test.program().ops().size(),
        ops.size());
    test.program().part("in the order of the parts", ops);
    long[] marks = new long[parts.groups().size() + 1];
    test.given().values().forEach(run::write);
    poison(run, test.program());
    run.execute(marks);
    Verdict verdict =
        Verifier.verify(
            test.program(), precision, test.given(), results(run, test.program()), test.seed());
    require(verdict.passed(), "with marks, %s: %s", test, verdict.message());
    for (int part = 1; part < marks.length; part++) {
      require(
          marks[part] >= marks[part - 1],
          "part %d of %s ends before the one before it: %s",
          part,
          test,
          Arrays.toString(marks));
    }
  }

  /** Writes nothing; {@code state} is what the executions before left. */
  private void executeByTurns(
      Executable run, List<RandomPrograms.Case> sets, Map<Tensor, HostTensor> state) {
    for (int set : TURNS) {
      RandomPrograms.Case test = sets.get(set);
      Map<Tensor, HostTensor> given = new HashMap<>(test.given());
      given.putAll(state);
      run.select(set);
      run.execute();
      Map<Tensor, HostTensor> results = results(run, test.program());
      Verdict verdict = Verifier.verify(test.program(), precision, given, results, test.seed());
      require(
          verdict.passed(),
          "on set %d of the inputs, with nothing written since the execution before, %s: %s",
          set,
          test,
          verdict.message());
      state.replaceAll((tensor, _) -> Objects.requireNonNull(results.get(tensor)));
    }
  }

  private static void requireRefusedSets(Executable run) {
    for (int set : new int[] {-1, INPUT_SETS}) {
      try {
        run.select(set);
      } catch (IndexOutOfBoundsException e) {
        continue;
      }
      throw new AssertionError("selecting set " + set + " of " + INPUT_SETS + " was not refused");
    }
  }

  /** One, two and three threads all match the oracle. */
  public void anyNumberOfThreads() {
    for (int threads = 1; threads <= 3; threads++) {
      for (long seed = 0; seed < 24; seed++) {
        RandomPrograms.Case test = RandomPrograms.generate(1000 + seed, precision.input());
        compiled(
            test.program(),
            threads,
            run -> {
              runAndVerify(run, test);
            });
      }
    }
  }

  /** Closing twice is harmless. */
  public void closesTwice() {
    Program program = gemm(2, 3, 4);
    compiled(
        program,
        1,
        run -> {
          run.execute();
          run.close();
          run.close();
        });
  }

  /** Ragged products and convolutions large enough to reach every tail of a blocked kernel. */
  public void largerRaggedSizes() {
    List<Program> programs = new ArrayList<>();
    programs.add(gemm(197, 203, 331));
    programs.add(gemm(1, 513, 259));
    programs.add(gemm(311, 1, 77));
    programs.add(gemm(65, 129, 1));
    programs.add(convolution(2, 37, 29, 19, 41, new Window2d(5, 3, 2, 1, 1, 0)));
    programs.add(convolution(1, 23, 31, 33, 35, new Window2d(3, 3, 1, 1, 1, 1)));
    for (Program program : programs) {
      RandomPrograms.Case test =
          new RandomPrograms.Case(5, program, RandomPrograms.values(program, 5));
      compiled(
          program,
          2,
          run -> {
            runAndVerify(run, test);
          });
    }
  }

  private Program gemm(long m, long n, long k) {
    ProgramBuilder p = Program.builder("gemm");
    Tensor a = p.input("a", Shape.of(m, k), precision.input());
    Tensor b = p.input("b", Shape.of(k, n), precision.input());
    Tensor c = p.input("c", Shape.of(m, n), precision.input());
    p.output(p.matMul(a, b, Optional.of(c), 1.5, 0.5, false, false, precision.output()));
    return p.build();
  }

  private Program convolution(long n, long h, long w, long c, long k, Window2d window) {
    ProgramBuilder p = Program.builder("conv");
    Tensor x = p.input("x", Shape.of(n, h, w, c), precision.input());
    Shape shape = Shape.of(k, window.height(), window.width(), c);
    Tensor filters = p.input("w", shape, precision.input());
    Tensor y = p.conv2d(x, filters, window);
    Tensor dy = p.input("dy", y.shape(), precision.input());
    p.output(y).output(p.conv2dBackwardInput(dy, filters, x.shape(), window));
    p.output(p.conv2dBackwardFilter(x, dy, window));
    return p.build();
  }

  /** The losses of 50 training steps follow the oracle's. */
  public void lossCurve(Optimizer optimizer) {
    int steps = 50;
    Program step = SmallCnn.TINY.step(optimizer, precision.input());
    if (!supports(step)) {
      return;
    }
    double[] actual;
    try {
      actual = SmallCnn.TINY.targetLosses(target, precision, step, steps);
    } catch (UnsupportedProgramException e) {
      return;
    }
    executed++;
    double[] expected = SmallCnn.TINY.oracleLosses(step, steps);
    LossCurve.Result result = LossCurve.check(expected, actual);
    require(result.passed(), "%s: %s", optimizer.id(), result.message());
  }

  /**
   * Unsupported precisions are reported as data with a reason, and compiling for them is refused.
   */
  public void unsupportedIsData() {
    for (Precision other : Precision.values()) {
      ProgramBuilder p = Program.builder("gemm");
      Tensor a = p.input("a", Shape.of(3, 4), other.input());
      Tensor b = p.input("b", Shape.of(4, 5), other.input());
      p.output(p.matMul(a, b, Optional.empty(), 1, 0, false, false, other.output()));
      Program program = p.build();
      var unsupported = target.unsupported(program, other);
      executed++;
      if (!target.precisions().contains(other)) {
        require(
            unsupported.isPresent(),
            "%s is not among the supported precisions, but no reason is given",
            other);
      }
      unsupported.ifPresent(u -> {
        require(!u.reason().isBlank(), "the reason why %s is unsupported is empty", other);
        refused(
            "compiling a program in " + other.id() + ", which is unsupported,",
            () -> target.compile(program, other, new Target.Options(1)));
      });
    }
  }

  @FormatMethod
  private static void require(boolean holds, String message, Object... arguments) {
    if (!holds) {
      throw new AssertionError(String.format(Locale.ROOT, message, arguments));
    }
  }

  private static void refused(String what, Runnable action) {
    try {
      action.run();
    } catch (IllegalArgumentException e) {
      return;
    } catch (RuntimeException e) {
      throw new AssertionError(what + " ended in " + e + " instead of being refused", e);
    }
    throw new AssertionError(what + " was not refused");
  }
}
