package assay.core.testing;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import assay.core.availability.Availability;
import assay.core.conformance.ConformanceChecks;
import assay.core.device.Device;
import assay.core.program.DataType;
import assay.core.program.HostTensor;
import assay.core.program.Optimizer;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.Tensor;
import assay.core.program.op.Op;
import assay.core.spi.Executable;
import assay.core.spi.ProgramParts;
import assay.core.spi.Target;
import assay.core.spi.TargetException;
import assay.core.spi.Unsupported;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The conformance checks notice a target that does one thing wrong. */
class BrokenTargetsTest {
  /** What is broken. */
  enum Fault {
    WRONG_ENTRY,
    UNWRITTEN_TAIL,
    STALE_OUTPUT,
    NAN_ENTRY,
    LOST_STATE,
    SLOPPY_ARITHMETIC,
    WRONG_RATE,
    OVERWRITTEN_INPUT,
    ACCEPTS_STRANGERS,
    CLAMPS_LABELS,
    DIES_OF_LABELS,
    CONFUSED_BY_LABELS,
    NEXT_INPUTS_EARLY,
    SELECTS_NOTHING,
    COMPUTES_AFTER_WRITES_ONLY,
    WRITES_TO_ALL_SETS,
    STATE_OF_EACH_SET,
    ACCEPTS_ANY_SET,
    THREADS_DISAGREE,
    FORGETS_A_PART,
    MARKED_IS_IDLE,
    MARKS_GO_BACK,
    CLOSES_ONCE,
    SAYS_NOTHING;

    /** Runs the check that must notice. */
    void check(ConformanceChecks checks) {
      switch (this) {
        case WRONG_ENTRY, UNWRITTEN_TAIL, STALE_OUTPUT, SLOPPY_ARITHMETIC ->
            checks.randomPrograms(0, 24);
        case NAN_ENTRY -> checks.largerRaggedSizes();
        case LOST_STATE -> checks.stateStays();
        case WRONG_RATE -> checks.lossCurve(new Optimizer.Sgd());
        case OVERWRITTEN_INPUT -> checks.inputsAreLeftAlone();
        case ACCEPTS_STRANGERS -> checks.unknownTensorsAreRefused();
        case CLAMPS_LABELS, DIES_OF_LABELS, CONFUSED_BY_LABELS -> checks.strayLabels();
        case NEXT_INPUTS_EARLY -> checks.inputsWrittenMeanwhile();
        case SELECTS_NOTHING,
            COMPUTES_AFTER_WRITES_ONLY,
            WRITES_TO_ALL_SETS,
            STATE_OF_EACH_SET,
            ACCEPTS_ANY_SET ->
            checks.inputSetsStayApart();
        case THREADS_DISAGREE -> checks.anyNumberOfThreads();
        case FORGETS_A_PART, MARKED_IS_IDLE, MARKS_GO_BACK -> checks.partsAreMarked();
        case CLOSES_ONCE -> checks.closesTwice();
        case SAYS_NOTHING -> checks.unsupportedIsData();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void isNoticed(Fault fault) {
    ConformanceChecks checks = new ConformanceChecks(new BrokenTarget(fault), Precision.F32);
    assertThatThrownBy(() -> fault.check(checks)).isInstanceOf(AssertionError.class);
  }

  /** A correct target behind a fault. */
  private record BrokenTarget(Fault fault) implements Target {
    @Override
    public String id() {
      return "broken";
    }

    @Override
    public String description() {
      return fault.name();
    }

    @Override
    public Availability<Device> probe() {
      return new NaiveTarget().probe();
    }

    @Override
    public List<Precision> precisions() {
      return fault == Fault.SAYS_NOTHING ? List.of(Precision.F32) : List.of(Precision.values());
    }

    @Override
    public Optional<Unsupported> unsupported(Program program, Precision precision) {
      return Optional.empty();
    }

    @Override
    public Optional<Unsupported> unsupportedInputSets() {
      return Optional.empty();
    }

    @Override
    public Executable compile(Program program, Precision precision, Options options) {
      return new BrokenExecutable(fault, program, precision, options);
    }
  }

  private static final class BrokenExecutable implements Executable {
    private final Fault fault;
    private final Program program;
    private final Executable correct;
    private final int threads;
    private int executions;
    private boolean closed;
    private boolean stray;
    private boolean written;
    private int set;

    /** The state as each set left it. */
    private final List<Map<Tensor, HostTensor>> states = new ArrayList<>();

    BrokenExecutable(Fault fault, Program program, Precision precision, Target.Options options) {
      this.fault = fault;
      this.program = program;
      this.threads = options.threads();
      this.correct = new NaiveTarget().compile(program, precision, options);
      for (int i = 0; i < options.inputSets(); i++) {
        states.add(new HashMap<>());
      }
    }

    @Override
    public void select(int chosen) {
      if (fault == Fault.ACCEPTS_ANY_SET && chosen >= states.size()) {
        return;
      }
      if (fault == Fault.STATE_OF_EACH_SET) {
        program.state().forEach(t -> states.get(set).put(t, correct.read(t)));
        states.get(chosen).values().forEach(correct::write);
      }
      set = chosen;
      if (fault != Fault.SELECTS_NOTHING) {
        correct.select(chosen);
      }
    }

    @Override
    public Availability<ProgramParts> parts() {
      List<List<Op>> each = new ArrayList<>(program.ops().stream().map(List::of).toList());
      if (fault == Fault.FORGETS_A_PART) {
        each.removeLast();
      }
      return new Availability.Available<>(new ProgramParts(each, ProgramParts.Clock.HOST));
    }

    @Override
    public void execute(long[] marks) {
      if (fault != Fault.MARKED_IS_IDLE) {
        execute();
      }
      for (int part = 0; part < marks.length; part++) {
        marks[part] = fault == Fault.MARKS_GO_BACK ? -part : part;
      }
    }

    private boolean accepted(Tensor tensor) {
      return program.tensors().contains(tensor) || fault != Fault.ACCEPTS_STRANGERS;
    }

    @Override
    public void write(HostTensor value) {
      if (accepted(value.tensor())) {
        boolean labels = value.tensor().type() == DataType.S32;
        correct.write(fault == Fault.CLAMPS_LABELS && labels ? clamped(value) : value);
        written = true;
      }
      if (fault == Fault.WRITES_TO_ALL_SETS) {
        for (int i = 0; i < states.size(); i++) {
          correct.select(i);
          correct.write(value);
        }
        correct.select(set);
      }
      stray |= value.tensor().type() == DataType.S32 && !isClasses(value);
      boolean input = program.inputs().contains(value.tensor());
      if (fault == Fault.OVERWRITTEN_INPUT && input && value.elements() > 1) {
        value.set(0, value.get(1));
      }
    }

    private static boolean isClasses(HostTensor labels) {
      return LongStream.range(0, labels.elements())
          .mapToDouble(labels::get)
          .allMatch(label -> label >= 0 && label < 5);
    }

    private static HostTensor clamped(HostTensor labels) {
      HostTensor clamped = HostTensor.allocate(labels.tensor());
      for (long i = 0; i < labels.elements(); i++) {
        clamped.set(i, Math.clamp(labels.get(i), 0, 4));
      }
      return clamped;
    }

    @Override
    public void execute() {
      executions++;
      if (fault == Fault.STALE_OUTPUT && executions > 1) {
        return;
      }
      if (fault == Fault.COMPUTES_AFTER_WRITES_ONLY && !written) {
        return;
      }
      written = false;
      if (fault == Fault.DIES_OF_LABELS && stray) {
        // What a kernel's wild read does to a CUDA context: this execution fails and all after it.
        throw new TargetException("an illegal memory access was encountered");
      }
      correct.execute();
      if (fault == Fault.LOST_STATE) {
        program.state().forEach(t -> correct.write(HostTensor.allocate(t)));
      }
    }

    @Override
    public void execute(Runnable meanwhile) {
      if (fault == Fault.NEXT_INPUTS_EARLY) {
        meanwhile.run();
        execute();
      } else {
        Executable.super.execute(meanwhile);
      }
    }

    @Override
    public HostTensor read(Tensor tensor) {
      if (!accepted(tensor)) {
        return HostTensor.allocate(tensor);
      }
      HostTensor value = correct.read(tensor);
      long last = value.elements() - 1;
      switch (fault) {
        case WRONG_ENTRY -> value.set(last / 2, value.get(last / 2) + 0.1);
        case UNWRITTEN_TAIL -> value.set(last, tensor.type().isFloating() ? Double.NaN : -1);
        case NAN_ENTRY -> value.set(0, Double.NaN);
        case THREADS_DISAGREE -> value.set(0, value.get(0) + (threads == 3 ? 1 : 0));
        case WRONG_RATE -> value.set(0, value.get(0) * (1 + 1e-3 * executions));
        case CONFUSED_BY_LABELS -> value.set(0, value.get(0) + (stray ? 1 : 0));
        case SLOPPY_ARITHMETIC -> sloppy(value);
        default -> Objects.requireNonNull(value);
      }
      return value;
    }

    /** Keeps sixteen of the twenty-four bits. */
    private static void sloppy(HostTensor value) {
      for (long i = 0; i < value.elements(); i++) {
        int bits = Float.floatToRawIntBits((float) value.get(i));
        value.set(i, Float.intBitsToFloat(bits & 0xFFFFFF00));
      }
    }

    @Override
    public OptionalLong deviceNanos() {
      return OptionalLong.empty();
    }

    @Override
    public String engine() {
      return fault.name();
    }

    @Override
    public void close() {
      if (closed && fault == Fault.CLOSES_ONCE) {
        throw new AssertionError("closed twice");
      }
      closed = true;
      correct.close();
    }
  }
}
