// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.quintain.fabric.Command;
import org.quintain.fabric.CommandState;
import org.quintain.iscsi.target.TargetBench.Peer;
import org.quintain.iscsi.wire.Bhs;
import org.quintain.iscsi.wire.IscsiOpcode;
import org.quintain.iscsi.wire.R2tPdu;
import org.quintain.sam.FunctionResponse;
import org.quintain.sam.Status;

/** Whatever a peer sends, nothing throws, nothing leaks, and the next login is good. */
final class FuzzTest {
  private final ScriptedTarget scsi = new ScriptedTarget();

  /** A lively initiator: mostly it knows the rules, now and then it forgets one. */
  private static final class Initiator {
    private final Random random;
    private final List<Pdu> asked = new ArrayList<>();
    private int cmdSn = 1;

    Initiator(Random random) {
      this.random = random;
    }

    private boolean forgets() {
      return random.nextInt(12) == 0;
    }

    void learn(List<Pdu> answers) {
      for (Pdu answer : answers) {
        cmdSn = answer.expCmdSn();
        if (answer.opcode() == IscsiOpcode.READY_TO_TRANSFER) {
          asked.add(answer);
        }
      }
    }

    private byte[] data(int most) {
      byte[] data = new byte[random.nextInt(most + 1)];
      random.nextBytes(data);
      return data;
    }

    Pdu next() {
      int tag = random.nextInt(60);
      Pdu pdu =
          switch (random.nextInt(12)) {
            case 0, 1, 2 -> Pdu.command(Pdu.F | Pdu.R, tag, 0, random.nextInt(9000), 0x28);
            case 3, 4 -> write(tag);
            case 5, 6, 7 -> asked.isEmpty() ? strayData(tag) : answer();
            case 8 -> Pdu.manage(1 + random.nextInt(6), tag + 100, 0, random.nextInt(60), cmdSn);
            case 9 -> Pdu.nopOut(random.nextInt(3) - 1, -1, 0, data(2000));
            case 10 ->
                Pdu.textRequest(
                    forgets() ? 0xC0 : random.nextInt(3) << 6, 90, -1, 0, "SendTargets=");
            default -> Pdu.command(Pdu.F, tag, 0, 0, 0).ahs(new byte[forgets() ? 8 : 0]);
          };
      if (pdu.opcode() == IscsiOpcode.DATA_OUT) {
        return pdu;
      }
      pdu.cmdSn(forgets() ? cmdSn + random.nextInt(5) - 2 : cmdSn);
      if (pdu.opcode() == IscsiOpcode.SCSI_COMMAND ? forgets() : random.nextBoolean()) {
        return pdu.immediate();
      }
      cmdSn++;
      return pdu.numbered();
    }

    private Pdu write(int tag) {
      byte[] data = data(forgets() ? 5000 : 500);
      int length = data.length + random.nextInt(9000);
      return Pdu.command((random.nextInt(4) == 0 ? 0 : Pdu.F) | Pdu.W, tag, 0, length, 0x2A)
          .data(data);
    }

    private Pdu strayData(int tag) {
      return Pdu.dataOut(tag, -1, random.nextInt(2), random.nextInt(2) * 500, true, data(500));
    }

    private Pdu answer() {
      Pdu r2t = asked.remove(random.nextInt(asked.size()));
      int length = R2tPdu.desiredDataTransferLength(r2t.header, 0);
      byte[] data = new byte[forgets() ? random.nextInt(length + 9) : length];
      int dataSn = forgets() ? 1 : 0;
      int offset = R2tPdu.bufferOffset(r2t.header, 0) + (forgets() ? 4 : 0);
      return Pdu.dataOut(r2t.tag(), r2t.transferTag(), dataSn, offset, !forgets(), data);
    }
  }

  /** Lets the engine do something with what it was given. */
  private void act(TargetBench bench, Random random) {
    for (Command command : new ArrayList<>(scsi.received)) {
      if (command.state() != CommandState.ENABLED || random.nextInt(3) == 0) {
        continue;
      }
      long out = command.expectedDataOutBytes();
      switch (random.nextInt(5)) {
        case 0 -> scsi.complete(bench.nowNs, command, Status.CHECK_CONDITION);
        case 1 ->
            scsi.sendAndComplete(bench.nowNs, command, new byte[random.nextInt(6000)], Status.GOOD);
        case 2 -> {
          if (out > 0) {
            scsi.receiveDataOut(bench.nowNs, command, 0, Math.min(out, 4 << 20));
          }
        }
        case 3 -> {
          if (command.expectedDataInBytes() > 8) {
            scsi.sendPiece(bench.nowNs, command, new byte[8], 0);
          }
        }
        default -> {
          command.moveTo(CommandState.COMPLETING);
          command.nexus().transport().endWithoutStatus(bench.nowNs, command);
        }
      }
    }
    while (!scsi.functions.isEmpty()) {
      scsi.execute(bench.nowNs, scsi.functions.remove(0), FunctionResponse.FUNCTION_COMPLETE);
    }
  }

  private void finish(TargetBench bench, Peer peer) {
    peer.receiveAll();
    peer.disconnect();
    assertThat(scsi.isIdle()).isTrue();
    assertThat(bench.node.sessions()).isEmpty();
    Peer next = bench.loggedIn();
    next.send(Pdu.command(Pdu.F, 1, 1, 0, 0));
    assertThat(scsi.last().identifier()).isEqualTo(1);
    next.disconnect();
    assertThat(bench.node.connectionCount()).isZero();
  }

  @Property(seed = "1590126772", tries = 150)
  void anyOrderOfPdusKeepsItsFooting(@ForAll long seed) {
    Random random = new Random(seed);
    TargetBench bench = new TargetBench(scsi, seed);
    List<String> keys = new ArrayList<>();
    keys.add("InitialR2T=" + (random.nextBoolean() ? "Yes" : "No"));
    keys.add("ImmediateData=" + (random.nextBoolean() ? "Yes" : "No"));
    keys.add("MaxRecvDataSegmentLength=" + (512 << random.nextInt(4)));
    if (random.nextBoolean()) {
      keys.add("HeaderDigest=CRC32C");
      keys.add("DataDigest=CRC32C");
    }
    Peer peer = bench.loggedIn(keys.toArray(new String[0]));
    Initiator initiator = new Initiator(random);
    for (int round = 0; round < 300 && !peer.isClosing(); round++) {
      peer.sendAll(initiator.next().bytes(peer.headerDigest, peer.dataDigest));
      if (random.nextInt(3) == 0) {
        act(bench, random);
      }
      if (random.nextInt(3) == 0) {
        initiator.learn(peer.receiveAll());
      }
      if (random.nextInt(50) == 0) {
        peer.pass(random.nextInt(3) * 1_000_000_000L);
      }
    }
    finish(bench, peer);
  }

  @Property(seed = "2752267914", tries = 300)
  void flippedBitsInGoodPdusKeepItsFooting(@ForAll long seed) {
    Random random = new Random(seed);
    TargetBench bench = new TargetBench(scsi, seed);
    Peer peer = bench.loggedIn("InitialR2T=No");
    Initiator initiator = new Initiator(random);
    for (int round = 0; round < 100 && !peer.isClosing(); round++) {
      byte[] bytes = initiator.next().bytes(false, false);
      for (int flips = random.nextInt(20) - 16; flips > 0; flips--) {
        bytes[random.nextInt(Math.min(bytes.length, Bhs.LENGTH_BYTES))] ^=
            (byte) (1 << random.nextInt(8));
      }
      peer.sendAll(bytes);
      act(bench, random);
      peer.drain();
    }
    finish(bench, peer);
  }

  @Property(seed = "3333139120", tries = 300)
  void flippedBitsInLoginsKeepItsFooting(@ForAll long seed) {
    Random random = new Random(seed);
    TargetBench bench = new TargetBench(scsi, seed);
    Peer peer = bench.connect();
    for (int round = 0; round < 6 && !peer.isClosing(); round++) {
      byte[] bytes = Pdu.login(random.nextInt(256), TargetBench.NAMES).bytes(false, false);
      for (int flips = random.nextInt(6); flips > 0; flips--) {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      }
      peer.sendBytes(bytes);
      peer.drain();
    }
    finish(bench, peer);
  }

  @Property(seed = "2432859881", tries = 200)
  void randomBytesKeepItsFooting(@ForAll long seed, @ForAll boolean afterLogin) {
    Random random = new Random(seed);
    TargetBench bench = new TargetBench(scsi, seed);
    Peer peer = afterLogin ? bench.loggedIn() : bench.connect();
    byte[] noise = new byte[random.nextInt(20_000)];
    random.nextBytes(noise);
    peer.sendAll(noise);
    peer.drain();
    peer.pass(120_000_000_000L);
    assertThat(peer.isClosing()).isTrue();
    finish(bench, peer);
  }
}
