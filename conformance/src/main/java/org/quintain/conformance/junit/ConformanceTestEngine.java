// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.junit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ReflectionSupport;
import org.junit.platform.engine.ConfigurationParameters;
import org.junit.platform.engine.EngineDiscoveryRequest;
import org.junit.platform.engine.EngineExecutionListener;
import org.junit.platform.engine.ExecutionRequest;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestEngine;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.discovery.ClassNameFilter;
import org.junit.platform.engine.discovery.ClassSelector;
import org.junit.platform.engine.discovery.ClasspathRootSelector;
import org.junit.platform.engine.discovery.PackageSelector;
import org.junit.platform.engine.discovery.UniqueIdSelector;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.EngineDescriptor;
import org.quintain.conformance.CaseFilter;
import org.quintain.conformance.ConformanceOptions;
import org.quintain.conformance.ConformanceSession;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.initiator.FabricException;
import org.quintain.records.CaseResult;
import org.quintain.records.Verdict;

/**
 * Runs the suite under the JUnit Platform. Classes that carry {@link ConformanceSuite} are its test
 * classes; with selectors by class, package or class path root it finds them, by unique id also a
 * single case.
 */
public final class ConformanceTestEngine implements TestEngine {
  /** The engine's id, first segment of every unique id. */
  public static final String ID = "quintain-conformance";

  /** Configuration parameter or system property: a URL that goes before those of the bindings. */
  public static final String URL_PARAMETER = "quintain.conform.url";

  /** Tests share their machine with a build: what is late there is not yet silent. */
  private static final long COMMAND_TIMEOUT_NS = 60_000_000_000L;

  private static final long CASE_TIMEOUT_NS = 300_000_000_000L;

  private static final String SUITE = "suite";
  private static final String CASE = "case";

  @Override
  public String getId() {
    return ID;
  }

  @Override
  public TestDescriptor discover(EngineDiscoveryRequest request, UniqueId uniqueId) {
    EngineDescriptor engine = new EngineDescriptor(uniqueId, "Quintain conformance");
    ConfigurationParameters parameters = request.getConfigurationParameters();
    List<ClassNameFilter> nameFilters = request.getFiltersByType(ClassNameFilter.class);
    for (ClassSelector selector : request.getSelectorsByType(ClassSelector.class)) {
      addSuite(engine, selector.getJavaClass(), "", parameters);
    }
    for (PackageSelector selector : request.getSelectorsByType(PackageSelector.class)) {
      addAll(
          engine,
          ReflectionSupport.findAllClassesInPackage(
              selector.getPackageName(),
              ConformanceTestEngine::isBound,
              name -> fits(name, nameFilters)),
          parameters);
    }
    for (ClasspathRootSelector selector : request.getSelectorsByType(ClasspathRootSelector.class)) {
      addAll(
          engine,
          ReflectionSupport.findAllClassesInClasspathRoot(
              selector.getClasspathRoot(),
              ConformanceTestEngine::isBound,
              name -> fits(name, nameFilters)),
          parameters);
    }
    for (UniqueIdSelector selector : request.getSelectorsByType(UniqueIdSelector.class)) {
      addById(engine, selector.getUniqueId(), parameters);
    }
    return engine;
  }

  private static boolean fits(String className, List<ClassNameFilter> filters) {
    return filters.stream().allMatch(filter -> filter.apply(className).included());
  }

  private static boolean isBound(Class<?> candidate) {
    return AnnotationSupport.isAnnotated(candidate, ConformanceSuite.class);
  }

  private static void addAll(
      EngineDescriptor engine, List<Class<?>> bindings, ConfigurationParameters parameters) {
    for (Class<?> binding : bindings) {
      addSuite(engine, binding, "", parameters);
    }
  }

  private static void addById(
      EngineDescriptor engine, UniqueId wanted, ConfigurationParameters parameters) {
    if (!ID.equals(wanted.getEngineId().orElse(""))) {
      return;
    }
    String caseId = "";
    Optional<Class<?>> binding = Optional.empty();
    for (UniqueId.Segment segment : wanted.getSegments()) {
      if (segment.getType().equals(SUITE)) {
        binding = ReflectionSupport.tryToLoadClass(segment.getValue()).toOptional();
      } else if (segment.getType().equals(CASE)) {
        caseId = segment.getValue();
      }
    }
    if (binding.isPresent()) {
      addSuite(engine, binding.get(), caseId, parameters);
    }
  }

  private static void addSuite(
      EngineDescriptor engine,
      Class<?> binding,
      String onlyCase,
      ConfigurationParameters parameters) {
    ConformanceSuite bound =
        AnnotationSupport.findAnnotation(binding, ConformanceSuite.class).orElse(null);
    if (bound == null) {
      return;
    }
    UniqueId id = engine.getUniqueId().append(SUITE, binding.getName());
    if (engine.findByUniqueId(id).isPresent() && onlyCase.isEmpty()) {
      return;
    }
    String url = parameters.get(URL_PARAMETER).orElse(bound.url());
    ConformanceOptions options =
        ConformanceOptions.defaults()
            .withFabric(ConformanceOptions.defaultFabric(bound.seed()))
            .withFilter(CaseFilter.of(Arrays.asList(bound.filters())))
            .withDataLoss(bound.dataLoss())
            .withTimeouts(COMMAND_TIMEOUT_NS, CASE_TIMEOUT_NS);
    ClassSource source = ClassSource.from(binding);
    TestDescriptor suite = engine.findByUniqueId(id).map(TestDescriptor.class::cast).orElse(null);
    if (suite == null) {
      suite = new SuiteDescriptor(id, binding.getSimpleName() + " " + url, source, url, options);
      engine.addChild(suite);
    }
    for (ConformanceCase one : options.filter().choose()) {
      UniqueId caseId = id.append(CASE, one.id());
      if ((onlyCase.isEmpty() || onlyCase.equals(one.id()))
          && suite.findByUniqueId(caseId).isEmpty()) {
        suite.addChild(new CaseDescriptor(caseId, source, one));
      }
    }
  }

  @Override
  public void execute(ExecutionRequest request) {
    TestDescriptor engine = request.getRootTestDescriptor();
    EngineExecutionListener listener = request.getEngineExecutionListener();
    listener.executionStarted(engine);
    for (TestDescriptor child : new ArrayList<>(engine.getChildren())) {
      if (child instanceof SuiteDescriptor suite) {
        executeSuite(suite, listener);
      }
    }
    listener.executionFinished(engine, TestExecutionResult.successful());
  }

  private static void executeSuite(SuiteDescriptor suite, EngineExecutionListener listener) {
    listener.executionStarted(suite);
    try (ConformanceSession session = ConformanceSession.open(suite.url(), suite.options())) {
      for (TestDescriptor child : suite.getChildren()) {
        if (child instanceof CaseDescriptor one) {
          executeCase(session, one, listener);
        }
      }
    } catch (FabricException e) {
      listener.executionFinished(suite, TestExecutionResult.failed(e));
      return;
    }
    listener.executionFinished(suite, TestExecutionResult.successful());
  }

  /**
   * SKIPPED is a skipped test, UNKNOWN a failed one: nothing that was not seen to be right may look
   * green.
   */
  private static void executeCase(
      ConformanceSession session, CaseDescriptor descriptor, EngineExecutionListener listener) {
    CaseResult result = session.run(descriptor.conformanceCase());
    if (result.verdict() == Verdict.SKIPPED) {
      listener.executionSkipped(descriptor, result.reason());
      return;
    }
    listener.executionStarted(descriptor);
    listener.reportingEntryPublished(descriptor, ReportEntry.from("clause", result.clause()));
    if (result.verdict() == Verdict.PASS) {
      listener.executionFinished(descriptor, TestExecutionResult.successful());
    } else {
      listener.executionFinished(
          descriptor, TestExecutionResult.failed(new NonconformanceError(result)));
    }
  }
}
