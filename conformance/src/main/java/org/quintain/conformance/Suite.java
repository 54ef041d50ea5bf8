// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.cases.AcaCases;
import org.quintain.conformance.cases.AccessCases;
import org.quintain.conformance.cases.AccessMatrixCases;
import org.quintain.conformance.cases.BackgroundScanCases;
import org.quintain.conformance.cases.BitmapAndAtomicCases;
import org.quintain.conformance.cases.BlockVpdCases;
import org.quintain.conformance.cases.BufferAndDiagnosticCases;
import org.quintain.conformance.cases.CompareAndWriteCases;
import org.quintain.conformance.cases.ConflictMatrixCases;
import org.quintain.conformance.cases.CopyCases;
import org.quintain.conformance.cases.CopyStatusCases;
import org.quintain.conformance.cases.DefectCases;
import org.quintain.conformance.cases.DurationCases;
import org.quintain.conformance.cases.ExhaustionCases;
import org.quintain.conformance.cases.ExtendedInquiryCases;
import org.quintain.conformance.cases.FormatCases;
import org.quintain.conformance.cases.GroupCases;
import org.quintain.conformance.cases.InquiryCases;
import org.quintain.conformance.cases.InterlockCases;
import org.quintain.conformance.cases.LbaStatusCases;
import org.quintain.conformance.cases.LogCases;
import org.quintain.conformance.cases.MarkedBlockCases;
import org.quintain.conformance.cases.MiscCases;
import org.quintain.conformance.cases.ModeCases;
import org.quintain.conformance.cases.ModeSavingCases;
import org.quintain.conformance.cases.ModeSelectCases;
import org.quintain.conformance.cases.MultiplePortCases;
import org.quintain.conformance.cases.OperationCodeCases;
import org.quintain.conformance.cases.PortRegistrationCases;
import org.quintain.conformance.cases.PowerCases;
import org.quintain.conformance.cases.PreemptCases;
import org.quintain.conformance.cases.PreservationCases;
import org.quintain.conformance.cases.ProtectedCopyCases;
import org.quintain.conformance.cases.ProtectionCases;
import org.quintain.conformance.cases.ProtectionCheckCases;
import org.quintain.conformance.cases.ProtectionFormCases;
import org.quintain.conformance.cases.QueueErrorCases;
import org.quintain.conformance.cases.RangeCases;
import org.quintain.conformance.cases.ReadWriteCases;
import org.quintain.conformance.cases.RegistrationCases;
import org.quintain.conformance.cases.ReportLunsCases;
import org.quintain.conformance.cases.ReservationCases;
import org.quintain.conformance.cases.ResidualCases;
import org.quintain.conformance.cases.RowCases;
import org.quintain.conformance.cases.RowStateCases;
import org.quintain.conformance.cases.SamCdbCases;
import org.quintain.conformance.cases.SamLunCases;
import org.quintain.conformance.cases.SamStatusCases;
import org.quintain.conformance.cases.SanitizeCases;
import org.quintain.conformance.cases.ScatteredAndSameCases;
import org.quintain.conformance.cases.SenseCases;
import org.quintain.conformance.cases.SilentStoreCases;
import org.quintain.conformance.cases.StreamCases;
import org.quintain.conformance.cases.TaskCases;
import org.quintain.conformance.cases.TaskQueryCases;
import org.quintain.conformance.cases.ThresholdCases;
import org.quintain.conformance.cases.TokenCases;
import org.quintain.conformance.cases.UnitAttentionCases;
import org.quintain.conformance.cases.UnmapCases;
import org.quintain.conformance.cases.VerifyCases;
import org.quintain.conformance.cases.VpdCases;
import org.quintain.conformance.fc.cases.AbortCases;
import org.quintain.conformance.fc.cases.ExchangeCases;
import org.quintain.conformance.fc.cases.FabricCases;
import org.quintain.conformance.fc.cases.FcpCommandCases;
import org.quintain.conformance.fc.cases.FcpDataCases;
import org.quintain.conformance.fc.cases.FcpFunctionCases;
import org.quintain.conformance.fc.cases.FcpResidualCases;
import org.quintain.conformance.fc.cases.FirstBurstCases;
import org.quintain.conformance.fc.cases.FrameCases;
import org.quintain.conformance.fc.cases.LinkServiceCases;
import org.quintain.conformance.fc.cases.LogoutCases;
import org.quintain.conformance.fc.cases.LostFrameCases;
import org.quintain.conformance.fc.cases.PortLoginCases;
import org.quintain.conformance.fc.cases.ProcessLoginCases;
import org.quintain.conformance.fc.cases.RecoveryCases;
import org.quintain.conformance.ib.cases.CommunicationCases;
import org.quintain.conformance.ib.cases.ReadCases;
import org.quintain.conformance.ib.cases.RefusalCases;
import org.quintain.conformance.ib.cases.RequesterCases;
import org.quintain.conformance.ib.cases.ResponderCases;
import org.quintain.conformance.iscsi.cases.AdditionalHeaderCases;
import org.quintain.conformance.iscsi.cases.AsyncCases;
import org.quintain.conformance.iscsi.cases.ChapCases;
import org.quintain.conformance.iscsi.cases.ChapErrorCases;
import org.quintain.conformance.iscsi.cases.ConnectionCases;
import org.quintain.conformance.iscsi.cases.DataCases;
import org.quintain.conformance.iscsi.cases.DataErrorCases;
import org.quintain.conformance.iscsi.cases.DataInCases;
import org.quintain.conformance.iscsi.cases.DataOrderCases;
import org.quintain.conformance.iscsi.cases.DigestCases;
import org.quintain.conformance.iscsi.cases.FunctionCases;
import org.quintain.conformance.iscsi.cases.HeaderCases;
import org.quintain.conformance.iscsi.cases.ListKeyCases;
import org.quintain.conformance.iscsi.cases.LoginErrorCases;
import org.quintain.conformance.iscsi.cases.LoginStageCases;
import org.quintain.conformance.iscsi.cases.NameCases;
import org.quintain.conformance.iscsi.cases.NumberingCases;
import org.quintain.conformance.iscsi.cases.NumericKeyCases;
import org.quintain.conformance.iscsi.cases.ReassignCases;
import org.quintain.conformance.iscsi.cases.RedirectCases;
import org.quintain.conformance.iscsi.cases.ResendCases;
import org.quintain.conformance.iscsi.cases.SessionCases;
import org.quintain.conformance.iscsi.cases.SnackCases;
import org.quintain.conformance.iscsi.cases.TextCases;
import org.quintain.conformance.iscsi.cases.TextExchangeCases;
import org.quintain.conformance.srp.cases.SrpChannelCases;
import org.quintain.conformance.srp.cases.SrpDataCases;
import org.quintain.conformance.srp.cases.SrpEventCases;
import org.quintain.conformance.srp.cases.SrpImmediateCases;
import org.quintain.conformance.srp.cases.SrpLimitCases;
import org.quintain.conformance.srp.cases.SrpLoginCases;
import org.quintain.conformance.srp.cases.SrpReservationCases;
import org.quintain.conformance.srp.cases.SrpResponseCases;

/** All cases there are, in the order they run: one line for each table. */
public final class Suite {
  private static final List<ConformanceCase> ALL = gather();

  private Suite() {}

  /** All cases. */
  public static List<ConformanceCase> all() {
    return ALL;
  }

  private static List<ConformanceCase> gather() {
    List<List<ConformanceCase>> tables = new ArrayList<>(ofScsi());
    tables.addAll(ofIscsi());
    tables.addAll(ofFibreChannel());
    tables.addAll(ofInfiniBand());
    tables.addAll(ofSrp());
    return joined(tables);
  }

  private static List<List<ConformanceCase>> ofScsi() {
    return List.of(
        SamLunCases.all(),
        SamCdbCases.all(),
        SamStatusCases.all(),
        TaskCases.all(),
        TaskQueryCases.all(),
        SilentStoreCases.all(),
        QueueErrorCases.all(),
        AcaCases.all(),
        UnitAttentionCases.all(),
        InterlockCases.all(),
        SenseCases.all(),
        InquiryCases.all(),
        VpdCases.all(),
        ExtendedInquiryCases.all(),
        BlockVpdCases.all(),
        ReportLunsCases.all(),
        OperationCodeCases.all(),
        RowCases.all(),
        RowStateCases.all(),
        AccessCases.all(),
        AccessMatrixCases.all(),
        MultiplePortCases.all(),
        CopyCases.all(),
        CopyStatusCases.all(),
        TokenCases.all(),
        ProtectedCopyCases.all(),
        ModeCases.all(),
        ModeSelectCases.all(),
        ModeSavingCases.all(),
        LogCases.all(),
        MiscCases.all(),
        BufferAndDiagnosticCases.all(),
        ReadWriteCases.all(),
        RangeCases.all(),
        VerifyCases.all(),
        UnmapCases.all(),
        LbaStatusCases.all(),
        ExhaustionCases.all(),
        ThresholdCases.all(),
        CompareAndWriteCases.all(),
        BitmapAndAtomicCases.all(),
        ScatteredAndSameCases.all(),
        MarkedBlockCases.all(),
        GroupCases.all(),
        DurationCases.all(),
        BackgroundScanCases.all(),
        StreamCases.all(),
        ProtectionCases.all(),
        ProtectionCheckCases.all(),
        ProtectionFormCases.all(),
        RegistrationCases.all(),
        ReservationCases.all(),
        PreemptCases.all(),
        PreservationCases.all(),
        PortRegistrationCases.all(),
        ConflictMatrixCases.all(),
        ResidualCases.all(),
        FormatCases.all(),
        SanitizeCases.all(),
        PowerCases.all(),
        DefectCases.all());
  }

  private static List<List<ConformanceCase>> ofIscsi() {
    return List.of(
        LoginStageCases.all(),
        LoginErrorCases.all(),
        NameCases.all(),
        ChapCases.all(),
        ChapErrorCases.all(),
        RedirectCases.all(),
        NumericKeyCases.all(),
        ListKeyCases.all(),
        NumberingCases.all(),
        HeaderCases.all(),
        AdditionalHeaderCases.all(),
        DataCases.all(),
        DataInCases.all(),
        DataErrorCases.all(),
        DataOrderCases.all(),
        DigestCases.all(),
        TextCases.all(),
        TextExchangeCases.all(),
        SessionCases.all(),
        FunctionCases.all(),
        ConnectionCases.all(),
        SnackCases.all(),
        ResendCases.all(),
        ReassignCases.all(),
        AsyncCases.all());
  }

  private static List<List<ConformanceCase>> ofFibreChannel() {
    return List.of(
        PortLoginCases.all(),
        ProcessLoginCases.all(),
        LogoutCases.all(),
        LinkServiceCases.all(),
        FabricCases.all(),
        FrameCases.all(),
        ExchangeCases.all(),
        FcpCommandCases.all(),
        FcpResidualCases.all(),
        FcpDataCases.all(),
        FirstBurstCases.all(),
        FcpFunctionCases.all(),
        AbortCases.all(),
        RecoveryCases.all(),
        LostFrameCases.all());
  }

  private static List<List<ConformanceCase>> ofInfiniBand() {
    return List.of(
        ResponderCases.all(),
        RefusalCases.all(),
        RequesterCases.all(),
        ReadCases.all(),
        CommunicationCases.all());
  }

  private static List<List<ConformanceCase>> ofSrp() {
    return List.of(
        SrpLoginCases.all(),
        SrpDataCases.all(),
        SrpImmediateCases.all(),
        SrpResponseCases.all(),
        SrpChannelCases.all(),
        SrpLimitCases.all(),
        SrpEventCases.all(),
        SrpReservationCases.all());
  }

  private static List<ConformanceCase> joined(List<List<ConformanceCase>> tables) {
    List<ConformanceCase> all = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (List<ConformanceCase> table : tables) {
      for (ConformanceCase one : table) {
        if (!ids.add(one.id())) {
          throw new IllegalStateException("Conformance case " + one.id() + " is there twice.");
        }
        all.add(one);
      }
    }
    return List.copyOf(all);
  }
}
