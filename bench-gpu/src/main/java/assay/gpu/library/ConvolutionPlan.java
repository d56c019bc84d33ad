package assay.gpu.library;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** One way in which cuDNN can run a graph: an engine with its knobs set, compiled and ready. */
final class ConvolutionPlan implements Algorithms.Algorithm, AutoCloseable {
  private final Owned owned;
  private final BackendDescriptor plan;
  private final long workspace;
  private final String description;

  private ConvolutionPlan(Owned owned, BackendDescriptor plan, long workspace, String description) {
    this.owned = owned;
    this.plan = plan;
    this.workspace = workspace;
    this.description = description;
  }

  /**
   * Makes a plan of an engine's configuration.
   *
   * @throws LibraryException also where the engine does not support the graph
   */
  static ConvolutionPlan of(Cudnn cudnn, BackendDescriptor configuration) {
    Owned owned = new Owned();
    try {
      BackendDescriptor plan =
          BackendDescriptor.create(cudnn, owned, CudnnConstant.EXECUTION_PLAN)
              .longs(CudnnConstant.EXECUTION_PLAN_HANDLE, CudnnConstant.TYPE_HANDLE, cudnn.handle())
              .descriptor(CudnnConstant.EXECUTION_PLAN_ENGINE_CONFIG, configuration)
              .finish();
      long workspace = plan.number(CudnnConstant.EXECUTION_PLAN_WORKSPACE_SIZE);
      return new ConvolutionPlan(owned, plan, workspace, describe(cudnn, configuration, workspace));
    } catch (RuntimeException e) {
      owned.close();
      throw e;
    }
  }

  /** The finalized plan. */
  BackendDescriptor descriptor() {
    return plan;
  }

  @Override
  public long workspace() {
    return workspace;
  }

  /** For example {@code engine 38 (tensor core), knobs 2=14 40=1, workspace 0 bytes}. */
  String description() {
    return description;
  }

  /** The numerical notes of an engine. */
  static Set<NumericalNote> notes(Cudnn cudnn, BackendDescriptor configuration) {
    try (Owned owned = new Owned()) {
      return notes(engine(cudnn, owned, configuration));
    }
  }

  private static Set<NumericalNote> notes(BackendDescriptor engine) {
    NumericalNote[] all = NumericalNote.values();
    Set<NumericalNote> notes = EnumSet.noneOf(NumericalNote.class);
    Arrays.stream(
            engine.numbers(
                CudnnConstant.ENGINE_NUMERICAL_NOTE, CudnnConstant.TYPE_NUMERICAL_NOTE, all.length))
        .filter(number -> number >= 0 && number < all.length)
        .forEach(number -> notes.add(all[number]));
    return notes;
  }

  private static BackendDescriptor engine(
      Cudnn cudnn, Owned owned, BackendDescriptor configuration) {
    BackendDescriptor engine = BackendDescriptor.create(cudnn, owned, CudnnConstant.ENGINE);
    configuration.fill(CudnnConstant.ENGINECFG_ENGINE, engine);
    return engine;
  }

  private static String describe(Cudnn cudnn, BackendDescriptor configuration, long workspace) {
    try (Owned owned = new Owned()) {
      BackendDescriptor engine = engine(cudnn, owned, configuration);
      String notes =
          notes(engine).stream().map(NumericalNote::text).collect(Collectors.joining(", "));
      return String.format(
          Locale.ROOT,
          "engine %d (%s), knobs %s, workspace %d bytes",
          engine.number(CudnnConstant.ENGINE_GLOBAL_INDEX),
          notes.isEmpty() ? "no notes" : notes,
          knobs(cudnn, owned, configuration),
          workspace);
    }
  }

  /** Knobs by their numbers. An engine that does not report them can still be used. */
  private static String knobs(Cudnn cudnn, Owned owned, BackendDescriptor configuration) {
    try {
      int count = configuration.count(CudnnConstant.ENGINECFG_KNOB_CHOICES);
      BackendDescriptor[] choices = new BackendDescriptor[count];
      for (int i = 0; i < count; i++) {
        choices[i] = BackendDescriptor.create(cudnn, owned, CudnnConstant.KNOB_CHOICE);
      }
      TreeMap<Integer, Long> values = new TreeMap<>();
      int filled =
          count == 0 ? 0 : configuration.fill(CudnnConstant.ENGINECFG_KNOB_CHOICES, choices);
      for (int i = 0; i < filled; i++) {
        int[] type =
            choices[i].numbers(
                CudnnConstant.KNOB_CHOICE_KNOB_TYPE, CudnnConstant.TYPE_KNOB_TYPE, 1);
        values.put(type[0], choices[i].number(CudnnConstant.KNOB_CHOICE_KNOB_VALUE));
      }
      return values.isEmpty()
          ? "none"
          : values.entrySet().stream()
              .map(knob -> knob.getKey() + "=" + knob.getValue())
              .collect(Collectors.joining(" "));
    } catch (LibraryException e) {
      return "unknown (status " + e.code() + ")";
    }
  }

  @Override
  public void close() {
    owned.close();
  }
}
