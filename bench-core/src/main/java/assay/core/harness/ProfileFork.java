package assay.core.harness;

import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.availability.Remedy;
import assay.core.device.Device;
import assay.core.host.HostRoot;
import assay.core.host.ThreadPlaces;
import assay.core.profile.ForkProfile;
import assay.core.program.Precision;
import assay.core.record.Outcome;
import assay.core.record.Status;
import assay.core.record.json.RecordJson;
import assay.core.spi.Target;
import assay.core.spi.TargetException;
import assay.core.spi.Unsupported;
import assay.core.workload.Workload;
import assay.core.workload.WorkloadException;
import assay.core.workload.Workloads;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The main class of a profiling fork: one cell, with its own memory and freshly compiled code. */
final class ProfileFork {
  private ProfileFork() {}

  /**
   * Profiles and writes a {@link ProfileMessage}.
   *
   * @param args a {@link ProfileMessage.Request} as one line of JSON
   */
  public static void main(String[] args) throws IOException {
    ForkSettings settings = ForkSettings.ofSystemProperties();
    Path report = settings.report().orElseThrow();
    ProfileMessage.Request request =
        RecordJson.readLine(args[0], ProfileMessage.Request.class, "the request");
    profile(request, settings).write(report);
    // Threads of a library must not keep the process.
    Runtime.getRuntime().halt(0);
  }

  private static ProfileMessage profile(ProfileMessage.Request request, ForkSettings settings) {
    try {
      return open(request, settings);
    } catch (ForkFailure e) {
      return failed(e.outcome(null).map((_, _) -> neverMeasured()));
    } catch (WorkloadException e) {
      return failed(new Outcome.Unsupported<>(String.valueOf(e.getMessage()), null));
    } catch (RuntimeException | Error e) {
      String where = e.getStackTrace().length == 0 ? "" : " at " + e.getStackTrace()[0];
      return failed(new Outcome.Failed<>(null, null, e + where, Remedy.Use.REPORT));
    }
  }

  private static ForkProfile neverMeasured() {
    throw new AssertionError("a failure has no result");
  }

  private static ProfileMessage failed(Outcome<ForkProfile> outcome) {
    return new ProfileMessage(List.of(), outcome);
  }

  private static ProfileMessage open(ProfileMessage.Request request, ForkSettings settings) {
    Workload workload = Workloads.parse(request.workload());
    Target target = ForkMain.target(request.target());
    Precision precision = Precision.byId(request.precision()).orElseThrow();
    Device device =
        switch (target.probe()) {
          case Available<Device>(Device found) -> found;
          case Unavailable<Device> none ->
              throw new ForkFailure(Status.UNAVAILABLE, none.reason(), none.remedy());
        };
    Optional<Unsupported> unsupported = target.unsupported(workload.program(precision), precision);
    if (unsupported.isPresent()) {
      return failed(new Outcome.Unsupported<>(unsupported.get().toString(), null));
    }
    ProfileRunner.Delay delay = request.delay();
    Target measured =
        delay == null ? target : new DelayedTarget(target, delay.op(), delay.seconds());
    ThreadPlaces.begin(HostRoot.machine(), settings.threads());
    List<Target> ceilings = request.ceilingTargets().stream().map(ForkMain::target).toList();
    try (ProfileSession session =
        new ProfileSession(workload, precision, measured, device, ceilings, settings)) {
      return session.run(request.seconds());
    } catch (TargetException e) {
      return failed(
          new Outcome.Failed<>(
              device,
              null,
              String.valueOf(e.getMessage()),
              new Remedy.Advice("choose a smaller workload")));
    }
  }
}
