namespace BirD.Grains.Diagnostics;

/// <summary>Every log event of this project has its number here, so that none is used twice.</summary>
internal static class EventIds
{
    public const int JobStarted = 1001;
    public const int JobChanged = 1002;
    public const int JobSuperseded = 1003;
    public const int JobRecordUnwritable = 1004;
    public const int JobRebuilt = 1005;
    public const int SchedulerUnreachable = 1006;
    public const int JobRecordGone = 1007;
    public const int JobUnreadableShard = 1008;

    public const int ShardOpened = 1101;
    public const int ShardFenced = 1102;
    public const int ShardWriteFailed = 1103;
    public const int ShardWriteGivenUp = 1104;
    public const int LeaseExpired = 1105;
    public const int WorkerDropped = 1106;
    public const int OutcomeRefused = 1107;
    public const int ItemRetried = 1108;
    public const int ItemDeadLettered = 1109;
    public const int ReportFailed = 1110;
    public const int ShardUnreadable = 1111;
    public const int ItemDecided = 1112;

    public const int SchedulerRebuilt = 1201;
    public const int JobUnreadable = 1202;
    public const int BacklogUnknown = 1203;

    public const int PictureSkipped = 1301;
    public const int PictureResumed = 1302;
    public const int CheckpointRejected = 1303;
    public const int CheckpointWritten = 1304;
    public const int CheckpointFailed = 1305;
    public const int CheckpointFenced = 1306;
    public const int ResultFenced = 1307;
    public const int PictureFailed = 1308;
    public const int CheckpointCleanupFailed = 1309;
    public const int CheckpointDamaged = 1310;
    public const int PictureBegun = 1311;
    public const int OriginalKept = 1312;
    public const int StoreAwaited = 1313;
    public const int PictureGivenBack = 1314;
    public const int SegmentRefused = 1315;

    public const int WorkerStarted = 1401;
    public const int WorkerDraining = 1402;
    public const int WorkerDrained = 1403;
    public const int PollFailed = 1404;
    public const int AcquireFailed = 1405;
    public const int HeartbeatFailed = 1406;
    public const int CommitFailed = 1407;
    public const int CommitRefused = 1408;
    public const int ReleaseFailed = 1409;
    public const int ImageCallFailed = 1410;
    public const int DrainIncomplete = 1411;
    public const int DeviceLost = 1412;
    public const int LookFailed = 1413;

    public const int JobSubmitted = 1501;
    public const int ListingNotWoken = 1502;
    public const int InputListed = 1503;
    public const int ListingFailed = 1504;
    public const int ListingDelayed = 1505;
    public const int ListingGivenUp = 1506;
    public const int ListingSearchFailed = 1507;

    public const int MembershipWentBack = 1601;
    public const int CredentialsNotRead = 1602;
}
