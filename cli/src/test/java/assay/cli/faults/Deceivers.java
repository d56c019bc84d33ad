package assay.cli.faults;

import assay.core.program.DataType;
import assay.core.program.FloatFormats;
import assay.core.program.HostTensor;
import assay.core.program.Program;
import assay.core.program.Tensor;
import assay.core.spi.Executable;
import assay.core.spi.Unsupported;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Targets whose results are right whenever somebody looks, and whose times are not: none of them
 * computes everything in every timed execution. Kernels are those of a native library, which are as
 * fast at their first call as later. Registered in META-INF/services.
 */
public final class Deceivers {
  private Deceivers() {}

  /** Leaves the work to the call that looks at the result, as an asynchronous device would. */
  public static final class ComputesInRead extends Disguised {
    public ComputesInRead() {
      super("computes-in-read", "cpu-openblas");
    }

    @Override
    Executable disguise(Program program, Executable right) {
      return new Wrapped(right) {
        private boolean pending;

        private void finish() {
          if (pending) {
            right.execute();
            pending = false;
          }
        }

        @Override
        public void write(HostTensor value) {
          finish();
          right.write(value);
        }

        @Override
        public void execute() {
          pending = true;
        }

        @Override
        public HostTensor read(Tensor tensor) {
          finish();
          return right.read(tensor);
        }
      };
    }
  }

  /** Starts the work and does not wait for it; what is under way already is not started again. */
  public static final class ComputesElsewhere extends Disguised {
    public ComputesElsewhere() {
      super("computes-elsewhere", "cpu-openblas");
    }

    @Override
    Executable disguise(Program program, Executable right) {
      return new Wrapped(right) {
        private CompletableFuture<Void> running = CompletableFuture.completedFuture(null);

        @Override
        public void write(HostTensor value) {
          running.join();
          right.write(value);
        }

        @Override
        public void execute() {
          if (running.isDone()) {
            running = CompletableFuture.runAsync(right::execute);
          }
        }

        @Override
        public HostTensor read(Tensor tensor) {
          running.join();
          return right.read(tensor);
        }
      };
    }
  }

  /** Computes when an input is written; an execution only hands the result out. */
  public static final class ComputesInWrite extends Disguised {
    public ComputesInWrite() {
      super("computes-in-write", "cpu-openblas");
    }

    @Override
    Executable disguise(Program program, Executable right) {
      return new Wrapped(right) {
        private final Map<Tensor, HostTensor> shown = new HashMap<>();

        private final Map<Tensor, HostTensor> results = new HashMap<>();

        private HostTensor shown(Tensor tensor) {
          return shown.computeIfAbsent(tensor, HostTensor::allocate);
        }

        @Override
        public void write(HostTensor value) {
          if (program.outputs().contains(value.tensor())) {
            shown
                .computeIfAbsent(value.tensor(), HostTensor::allocate)
                .data()
                .copyFrom(value.data());
          } else {
            right.write(value);
            right.execute();
            program.outputs().forEach(t -> results.put(t, right.read(t)));
          }
        }

        @Override
        public void execute() {
          results.forEach((tensor, result) -> shown(tensor).data().copyFrom(result.data()));
        }

        @Override
        public HostTensor read(Tensor tensor) {
          return copy(shown(tensor));
        }
      };
    }
  }

  /** Leaves out every second execution. */
  public static final class EverySecond extends Disguised {
    public EverySecond() {
      super("every-second", "cpu-openblas");
    }

    @Override
    Executable disguise(Program program, Executable right) {
      return new Wrapped(right) {
        private boolean idle;

        @Override
        public void execute() {
          if (!idle) {
            right.execute();
          }
          idle = !idle;
        }
      };
    }
  }

  /** Computes the first executions after anything was written, and then a few of many. */
  abstract static class AfterWrites extends Disguised {
    private final int first;
    private final int period;

    AfterWrites(String id, int first, int period) {
      super(id, "cpu-openblas");
      this.first = first;
      this.period = period;
    }

    @Override
    final Executable disguise(Program program, Executable right) {
      return new Wrapped(right) {
        private int calls;

        @Override
        public void write(HostTensor value) {
          calls = 0;
          right.write(value);
        }

        @Override
        public void execute() {
          if (calls < first || calls % period == 0) {
            right.execute();
          }
          calls++;
        }
      };
    }
  }

  /** Computes once after anything was written: nothing changes afterwards. */
  public static final class OnceAfterWrites extends AfterWrites {
    public OnceAfterWrites() {
      super("once-after-writes", 1, Integer.MAX_VALUE);
    }
  }

  /** The same, but some more often, in case somebody looks. */
  public static final class SomeAfterWrites extends AfterWrites {
    public SomeAfterWrites() {
      super("some-after-writes", 5, Integer.MAX_VALUE);
    }
  }

  /** Computes once after anything was written, and then one execution in twenty. */
  public static final class OneInTwenty extends AfterWrites {
    public OneInTwenty() {
      super("one-in-twenty", 1, 20);
    }
  }

  /** Keeps results by the inputs that they belong to, and hands them out again. */
  public static final class CachedByInput extends Disguised {
    public CachedByInput() {
      super("cached-by-input", "cpu-openblas");
    }

    @Override
    Executable disguise(Program program, Executable right) {
      return new Wrapped(right) {
        private final Map<Tensor, Integer> key = new LinkedHashMap<>();
        private final Map<Map<Tensor, Integer>, Map<Tensor, HostTensor>> known = new HashMap<>();
        private final Map<Tensor, HostTensor> shown = new HashMap<>();

        private HostTensor shown(Tensor tensor) {
          return shown.computeIfAbsent(tensor, HostTensor::allocate);
        }

        @Override
        public void write(HostTensor value) {
          if (program.outputs().contains(value.tensor())) {
            shown
                .computeIfAbsent(value.tensor(), HostTensor::allocate)
                .data()
                .copyFrom(value.data());
          } else {
            right.write(value);
            key.put(value.tensor(), hash(value));
          }
        }

        @Override
        public void execute() {
          known
              .computeIfAbsent(
                  Map.copyOf(key),
                  _ -> {
                    right.execute();
                    Map<Tensor, HostTensor> results = new HashMap<>();
                    program.outputs().forEach(t -> results.put(t, right.read(t)));
                    return results;
                  })
              .forEach((tensor, result) -> shown(tensor).data().copyFrom(result.data()));
        }

        @Override
        public HostTensor read(Tensor tensor) {
          return copy(shown(tensor));
        }
      };
    }
  }

  /**
   * Computes only when something was written since its last execution, whichever set of inputs is
   * selected.
   */
  public static final class AfterWritesOnly extends Disguised {
    public AfterWritesOnly() {
      super("after-writes-only", "cpu-openblas");
    }

    @Override
    public Optional<Unsupported> unsupportedInputSets() {
      return Optional.empty();
    }

    @Override
    Executable disguise(Program program, Executable right) {
      return new Wrapped(right) {
        private boolean written;

        @Override
        public void write(HostTensor value) {
          written = true;
          right.write(value);
        }

        @Override
        public void execute() {
          if (written) {
            right.execute();
            written = false;
          }
        }
      };
    }
  }

  /** Keeps the result of each set of inputs until one of the set's inputs is written. */
  public static final class CachedBySet extends Disguised {
    public CachedBySet() {
      super("cached-by-set", "cpu-openblas");
    }

    @Override
    public Optional<Unsupported> unsupportedInputSets() {
      return Optional.empty();
    }

    @Override
    Executable disguise(Program program, Executable right) {
      return new Wrapped(right) {
        private final Map<Integer, Map<Tensor, HostTensor>> results = new HashMap<>();
        private final Map<Tensor, HostTensor> shown = new HashMap<>();
        private int selected;

        private HostTensor shown(Tensor tensor) {
          return shown.computeIfAbsent(tensor, HostTensor::allocate);
        }

        @Override
        public void select(int set) {
          selected = set;
          right.select(set);
        }

        @Override
        public void write(HostTensor value) {
          if (program.outputs().contains(value.tensor())) {
            shown(value.tensor()).data().copyFrom(value.data());
          } else {
            right.write(value);
            results.remove(selected);
          }
        }

        @Override
        public void execute() {
          results
              .computeIfAbsent(
                  selected,
                  _ -> {
                    right.execute();
                    Map<Tensor, HostTensor> computed = new HashMap<>();
                    program.outputs().forEach(t -> computed.put(t, right.read(t)));
                    return computed;
                  })
              .forEach((tensor, result) -> shown(tensor).data().copyFrom(result.data()));
        }

        @Override
        public HostTensor read(Tensor tensor) {
          return copy(shown(tensor));
        }
      };
    }
  }

  /** Computes all that is asked, with operands of 8 significant bits. */
  public static final class FewerBits extends Disguised {
    public FewerBits() {
      super("fewer-bits", "cpu-openblas");
    }

    @Override
    Executable disguise(Program program, Executable right) {
      return new Wrapped(right) {
        @Override
        public void write(HostTensor value) {
          HostTensor rounded = copy(value);
          if (value.tensor().type() == DataType.F32) {
            for (long i = 0; i < value.elements(); i++) {
              rounded.set(i, bfloat16(value.get(i)));
            }
          }
          right.write(rounded);
        }
      };
    }
  }

  /**
   * Takes each operand for a sum of two bfloat16 and leaves out the product of the smaller ones:
   * f32 with 17.7 bits, which is within the bound of every element.
   */
  public static final class Bfloat16Twice extends Disguised {
    public Bfloat16Twice() {
      super("bf16-twice", "cpu-openblas");
    }

    @Override
    Executable disguise(Program program, Executable right) {
      Tensor a = program.inputs().getFirst();
      Tensor b = program.inputs().getLast();
      Tensor out = program.outputs().getFirst();
      return new Wrapped(right) {
        private final Map<Tensor, HostTensor> large = new HashMap<>();
        private final Map<Tensor, HostTensor> small = new HashMap<>();
        private final HostTensor result = HostTensor.allocate(out);

        @Override
        public void write(HostTensor value) {
          Tensor tensor = value.tensor();
          if (tensor.equals(out)) {
            result.data().copyFrom(value.data());
            return;
          }
          HostTensor high = large.computeIfAbsent(tensor, HostTensor::allocate);
          HostTensor low = small.computeIfAbsent(tensor, HostTensor::allocate);
          for (long i = 0; i < value.elements(); i++) {
            high.set(i, bfloat16(value.get(i)));
            low.set(i, bfloat16(value.get(i) - high.get(i)));
          }
        }

        @Override
        public void execute() {
          float[] sum = new float[Math.toIntExact(out.elements())];
          add(large, large, sum);
          add(large, small, sum);
          add(small, large, sum);
          result.data().copyFrom(MemorySegment.ofArray(sum));
        }

        private void add(
            Map<Tensor, HostTensor> first, Map<Tensor, HostTensor> second, float[] sum) {
          right.write(first.computeIfAbsent(a, HostTensor::allocate));
          right.write(second.computeIfAbsent(b, HostTensor::allocate));
          right.execute();
          float[] product = right.read(out).data().toArray(ValueLayout.JAVA_FLOAT);
          for (int i = 0; i < sum.length; i++) {
            sum[i] += product[i];
          }
        }

        @Override
        public HostTensor read(Tensor tensor) {
          return copy(result);
        }
      };
    }
  }

  /** Trains, but for the steps after which the state is as it was before. */
  abstract static class LazyTraining extends Disguised {
    LazyTraining(String id) {
      super(id, "cpu-simd");
    }

    /**
     * Whether a step updates the state.
     *
     * @param step of the executable, from 1
     * @param sinceRead steps since the state was read, this one included
     */
    abstract boolean updates(int step, int sinceRead);

    @Override
    final Executable disguise(Program program, Executable right) {
      if (program.state().size() == program.parameters().size()) {
        return right;
      }
      return new Wrapped(right) {
        private int step;
        private int sinceRead;

        @Override
        public void execute() {
          step++;
          sinceRead++;
          if (updates(step, sinceRead)) {
            right.execute();
            return;
          }
          List<HostTensor> state = program.state().stream().map(right::read).toList();
          right.execute();
          state.forEach(right::write);
        }

        @Override
        public HostTensor read(Tensor tensor) {
          sinceRead = program.outputs().contains(tensor) ? sinceRead : 0;
          return right.read(tensor);
        }
      };
    }
  }

  /** Its optimizer rests in every second step. */
  public static final class OptimizerRests extends LazyTraining {
    public OptimizerRests() {
      super("optimizer-rests");
    }

    @Override
    boolean updates(int step, int sinceRead) {
      return step % 2 == 1;
    }
  }

  /** Has learnt enough after twelve steps. */
  public static final class StopsLearning extends LazyTraining {
    public StopsLearning() {
      super("stops-learning");
    }

    @Override
    boolean updates(int step, int sinceRead) {
      return step <= 12;
    }
  }

  /** Learns only in the step after somebody looked at the state. */
  public static final class LearnsWhenWatched extends LazyTraining {
    public LearnsWhenWatched() {
      super("learns-when-watched");
    }

    @Override
    boolean updates(int step, int sinceRead) {
      return sinceRead == 1;
    }
  }

  private static double bfloat16(double value) {
    return FloatFormats.bf16ToFloat(FloatFormats.doubleToBf16(value));
  }

  private static HostTensor copy(HostTensor value) {
    HostTensor copy = HostTensor.allocate(value.tensor());
    copy.data().copyFrom(value.data());
    return copy;
  }

  private static int hash(HostTensor value) {
    return Arrays.hashCode(value.data().toArray(ValueLayout.JAVA_BYTE));
  }
}
