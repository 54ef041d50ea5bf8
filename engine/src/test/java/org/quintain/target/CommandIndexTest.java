// SPDX-License-Identifier: Apache-2.0
package org.quintain.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.quintain.fabric.Command;
import org.quintain.fabric.ItNexus;
import org.quintain.sam.TaskAttribute;
import org.quintain.testing.Disk;
import org.quintain.testing.ManualFabric;

final class CommandIndexTest {
  @Property(seed = "1673315213", tries = 50)
  void findsExactlyWhatIsInIt(@ForAll long seed) {
    Disk disk = Disk.inMemory(512, 64);
    ItNexus nexus = new ManualFabric(disk.world(), disk.port(), "iqn.x:a", 0).nexus();
    NexusState state = NexusState.from(nexus);
    List<Task> free = new ArrayList<>();
    for (int count = 0; count < disk.port().commandsPerNexus(); count++) {
      Command command = disk.port().acquire(0, nexus);
      assertThat(command).isNotNull();
      Task task = Task.from(command);
      task.route(state, disk.unit(), false);
      free.add(task);
    }
    Random random = new Random(seed);
    CommandIndex index = new CommandIndex(free.size());
    List<Task> model = new ArrayList<>();
    for (int step = 0; step < 500; step++) {
      long identifier = random.nextInt(60);
      Task expected =
          model.stream()
              .filter(task -> task.command().identifier() == identifier)
              .findFirst()
              .orElse(null);
      if (expected != null) {
        if (!free.isEmpty()) {
          Task another = free.get(0);
          another.command().address(0, identifier, TaskAttribute.SIMPLE);
          assertThat(index.add(another)).isFalse();
        }
        index.remove(expected);
        model.remove(expected);
        free.add(expected);
      } else if (!free.isEmpty()) {
        Task task = free.remove(random.nextInt(free.size()));
        task.command().address(0, identifier, TaskAttribute.SIMPLE);
        assertThat(index.add(task)).isTrue();
        model.add(task);
      }
      assertThat(index.count()).isEqualTo(model.size());
    }
  }
}
