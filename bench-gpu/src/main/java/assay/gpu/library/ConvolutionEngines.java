package assay.gpu.library;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Gets engines from cuDNN's heuristics and makes plans of those that honour the precision. */
final class ConvolutionEngines {
  private final Cudnn cudnn;
  private final BackendDescriptor graph;
  private final Set<NumericalNote> forbidden;
  private final Tuning tuning;
  private final Autotuner<ConvolutionPlan> choice;

  /**
   * For one graph.
   *
   * @param choice is told of excluded engines, and why
   */
  ConvolutionEngines(
      Cudnn cudnn,
      BackendDescriptor graph,
      Set<NumericalNote> forbidden,
      Tuning tuning,
      Autotuner<ConvolutionPlan> choice) {
    this.cudnn = cudnn;
    this.graph = graph;
    this.forbidden = forbidden;
    this.tuning = tuning;
    this.choice = choice;
  }

  /**
   * Plans in the order of the heuristics, as many as are to be tried: from mode A, or from the
   * fallback mode if that has none.
   *
   * @param owner of the plans
   */
  List<ConvolutionPlan> plans(Owned owner) {
    List<ConvolutionPlan> plans = plans(owner, CudnnConstant.HEUR_MODE_A);
    return plans.isEmpty() ? plans(owner, CudnnConstant.HEUR_MODE_FALLBACK) : plans;
  }

  private List<ConvolutionPlan> plans(Owned owner, int mode) {
    List<ConvolutionPlan> plans = new ArrayList<>();
    try (Owned query = new Owned()) {
      for (BackendDescriptor configuration : configurations(query, mode)) {
        if (plans.size() < tuning.candidates() && allowed(configuration)) {
          add(owner, configuration, plans);
        }
      }
    } catch (LibraryException e) {
      choice.refused(e);
    }
    return plans;
  }

  private List<BackendDescriptor> configurations(Owned query, int mode) {
    BackendDescriptor heuristics =
        BackendDescriptor.create(cudnn, query, CudnnConstant.ENGINEHEUR)
            .descriptor(CudnnConstant.ENGINEHEUR_OPERATION_GRAPH, graph)
            .number(CudnnConstant.ENGINEHEUR_MODE, CudnnConstant.TYPE_HEUR_MODE, mode)
            .finish();
    int count = heuristics.count(CudnnConstant.ENGINEHEUR_RESULTS);
    BackendDescriptor[] results = new BackendDescriptor[count];
    for (int i = 0; i < count; i++) {
      results[i] = BackendDescriptor.create(cudnn, query, CudnnConstant.ENGINECFG);
    }
    int filled = count == 0 ? 0 : heuristics.fill(CudnnConstant.ENGINEHEUR_RESULTS, results);
    return List.of(results).subList(0, filled);
  }

  private boolean allowed(BackendDescriptor configuration) {
    Set<NumericalNote> does = new TreeSet<>(ConvolutionPlan.notes(cudnn, configuration));
    does.retainAll(forbidden);
    if (!does.isEmpty()) {
      choice.refused(
          "an engine with a numerical note that this precision excludes ("
              + does.iterator().next().text()
              + ")");
    }
    return does.isEmpty();
  }

  private void add(Owned owner, BackendDescriptor configuration, List<ConvolutionPlan> plans) {
    ConvolutionPlan plan;
    try {
      plan = ConvolutionPlan.of(cudnn, configuration);
    } catch (LibraryException e) {
      choice.refused(e);
      return;
    }
    if (plan.workspace() > tuning.workspaceBytes()) {
      choice.refused(
          "an engine needs a workspace of "
              + plan.workspace()
              + " bytes, more than the limit of "
              + tuning.workspaceBytes());
      plan.close();
      return;
    }
    owner.add(plan::close);
    plans.add(plan);
  }
}
