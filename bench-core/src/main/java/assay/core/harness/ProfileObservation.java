package assay.core.harness;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.availability.Remedy;
import assay.core.device.Device;
import assay.core.profile.ForkProfile;
import assay.core.record.EnergyReading;
import assay.core.telemetry.Attribution;
import assay.core.telemetry.Facts;
import assay.core.telemetry.OpenSources;
import assay.core.telemetry.Sampler;
import assay.core.telemetry.TelemetrySource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Telemetry beside the forks of a profile: adds to what a fork reports what was read meanwhile. */
final class ProfileObservation implements AutoCloseable {
  private final ObservationPlan plan;
  private final OpenSources sources;
  private final EnergyWindows energy;
  private final @Nullable WorkFolder folder;
  private final @Nullable Sampler sampler;
  private final @Nullable SamplerServer server;

  /** Opens the sources and starts sampling, unless that is off. */
  ProfileObservation(ObservationPlan plan) throws IOException {
    this(plan, sources(plan));
  }

  /** With sources that are open; closed with this. */
  ProfileObservation(ObservationPlan plan, OpenSources sources) throws IOException {
    this.plan = plan;
    this.sources = sources;
    this.energy = new EnergyWindows(sources, plan.root().standIn().orElse(null));
    if (plan.off() != null) {
      folder = null;
      sampler = null;
      server = null;
      return;
    }
    folder = WorkFolder.createForSocket();
    sampler = new Sampler(sources, plan.period(), _ -> {});
    server =
        new SamplerServer(
            sampler,
            energy,
            plan.energyWindow().toMillis() * 1e-3,
            folder.path().resolve("sampler.socket"),
            (_, _) -> {});
  }

  private static OpenSources sources(ObservationPlan plan) {
    TelemetrySource.Context context = new TelemetrySource.Context(plan.root(), plan.wallMeter());
    return plan.off() == null ? OpenSources.open(context) : OpenSources.open(List.of(), context);
  }

  /** The sources' facts for the fingerprint. */
  List<Facts> facts() {
    return sources.facts();
  }

  /** Where a fork reaches the sampler; empty if nothing is sampled. */
  Optional<Path> socket() {
    return Optional.ofNullable(server).map(SamplerServer::socket);
  }

  /** The next fork is about to start. */
  void forkStarts() {
    if (server != null) {
      server.forkStarts();
    }
  }

  /**
   * What the fork that has ended reported, with what was observed.
   *
   * @param began {@link System#nanoTime()} of this process when the fork's timing began; null if it
   *     did not say
   */
  ForkProfile observed(Device.Hardware device, ForkProfile fork, @Nullable Long began) {
    return fork.observed(
        energy(device),
        server == null || began == null
            ? Map.of()
            : SampledChannels.of(
                sources.instruments(),
                server.measured(),
                new Attribution(device.details(), energy.domains()),
                began));
  }

  private ForkProfile.Energy energy(Device.Hardware device) {
    if (server == null) {
      return new ForkProfile.Energy(new Unavailable<>(String.valueOf(plan.off())), List.of());
    }
    List<Availability<List<EnergyReading>>> windows = server.ownEnergies(device);
    return windows.isEmpty() || windows.stream().noneMatch(w -> w instanceof Available)
        ? new ForkProfile.Energy(unmetered(device, server, windows), List.of())
        : new ForkProfile.Energy(windows.getFirst(), windows.subList(1, windows.size()));
  }

  /** Why there is no energy at all, with what would help. */
  private Unavailable<List<EnergyReading>> unmetered(
      Device.Hardware device,
      SamplerServer metered,
      List<Availability<List<EnergyReading>>> windows) {
    String nobodys = device.details().get(Attribution.UNATTRIBUTED);
    if (nobodys != null) {
      return new Unavailable<>(nobodys);
    }
    if (windows.isEmpty() && !energy.meters().isEmpty()) {
      return new Unavailable<>(
          metered.whyUnmetered(device),
          new Remedy.Change(Remedy.Setting.ENERGY_WINDOW, "allow a longer window"));
    }
    boolean accelerator = device.details().containsKey(Attribution.DEVICE_KEY);
    List<String> reasons = new ArrayList<>();
    List<Remedy> remedies = new ArrayList<>();
    sources
        .found()
        .forEach((source, opening) -> {
          if (source.metersEnergy()
              && source.metersAccelerators() == accelerator
              && (!source.id().equals(TelemetrySource.WALL_METER)
                  || plan.wallMeter().isPresent())) {
            switch (opening) {
              case Unavailable<TelemetrySource.Opened>(String reason, Remedy remedy) -> {
                reasons.add(source.id() + ": " + reason);
                if (remedy != null) {
                  remedies.add(remedy);
                }
              }
              case Available<TelemetrySource.Opened>(TelemetrySource.Opened opened) ->
                  opened.gaps().stream()
                      .filter(gap -> gap.unmetered() != null)
                      .forEach(gap -> {
                        reasons.add(source.id() + ": " + gap.what() + ": " + gap.reason());
                        remedies.add(gap.remedy());
                      });
            }
          }
        });
    String why =
        windows.isEmpty() || !(windows.getFirst() instanceof Unavailable<?> none)
            ? metered.whyUnmetered(device)
            : none.reason();
    return new Unavailable<>(
        reasons.isEmpty() ? why : String.join("; ", reasons),
        remedies.isEmpty() ? null : new Remedy.AnyOf(remedies));
  }

  @Override
  public void close() throws IOException {
    if (server != null) {
      server.close();
    }
    if (sampler != null) {
      sampler.close();
    } else {
      sources.close();
    }
    if (folder != null) {
      folder.close();
    }
  }
}
