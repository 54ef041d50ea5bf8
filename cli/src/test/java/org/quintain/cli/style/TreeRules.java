// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli.style;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.SynchronizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** Rules that need to know where a method or a block begins and ends; the JDK's parser tells. */
final class TreeRules {
  static final int METHOD_LINES_MAX = 70;

  private TreeRules() {}

  /** The breaches of all Java files among {@code files}. */
  static List<String> of(List<SourceFile> files) throws IOException {
    List<JavaFileObject> sources = new ArrayList<>();
    for (SourceFile file : files) {
      if (file.isJava()) {
        sources.add(new InMemory(file));
      }
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    JavacTask task =
        (JavacTask) compiler.getTask(null, null, null, List.of("-proc:none"), null, sources);
    SourcePositions positions = Trees.instance(task).getSourcePositions();
    List<String> problems = new ArrayList<>();
    for (CompilationUnitTree unit : task.parse()) {
      String path = unit.getSourceFile().toUri().getPath().substring(1);
      new Scanner(path, unit, positions, problems).scan(unit, null);
    }
    return problems;
  }

  /** Blocks that take a lock are invisible in class files as ArchUnit reads them. */
  private static boolean isDeterministic(String path) {
    return path.startsWith("engine/src/main/") || path.startsWith("sim-fabric/src/main/");
  }

  private static final class Scanner extends TreeScanner<@Nullable Void, @Nullable Void> {
    private final String path;
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final List<String> problems;

    Scanner(
        String path, CompilationUnitTree unit, SourcePositions positions, List<String> problems) {
      this.path = path;
      this.unit = unit;
      this.positions = positions;
      this.problems = problems;
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
      long lines = line(positions.getEndPosition(unit, method)) - start(method) + 1;
      if (lines > METHOD_LINES_MAX) {
        problems.add(
            where(method)
                + "the method "
                + method.getName()
                + " has "
                + lines
                + " lines, where "
                + METHOD_LINES_MAX
                + " are the most");
      }
      return super.visitMethod(method, nothing);
    }

    @Override
    public @Nullable Void visitSynchronized(SynchronizedTree block, @Nullable Void nothing) {
      if (isDeterministic(path)) {
        problems.add(where(block) + "a lock in code that must be deterministic");
      }
      return super.visitSynchronized(block, nothing);
    }

    private String where(Tree tree) {
      return path + ":" + start(tree) + ": ";
    }

    private long start(Tree tree) {
      return line(positions.getStartPosition(unit, tree));
    }

    private long line(long position) {
      LineMap lineMap = unit.getLineMap();
      return lineMap.getLineNumber(position);
    }
  }

  private static final class InMemory extends SimpleJavaFileObject {
    private final SourceFile file;

    InMemory(SourceFile file) {
      super(URI.create("string:///" + file.path()), Kind.SOURCE);
      this.file = file;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return file.text();
    }
  }
}
