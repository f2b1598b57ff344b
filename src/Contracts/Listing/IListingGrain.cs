namespace BirD.Contracts.Listing;

/// <summary>Lists a submitted job's input into its manifest. Key: job id.</summary>
[GrainInterfaceType("bird.IListingGrain"), Alias("bird.IListingGrain")]
public interface IListingGrain : IGrainWithStringKey
{
    /// <summary>Sees to it that the listing of the job's submission goes on, if it isn't finished. Returns at once.</summary>
    [Alias("Wake")]
    Task WakeAsync();

    [Alias("GetStatus")]
    Task<ListingStatus> GetStatusAsync();
}

/// <param name="Items">Pictures found so far.</param>
/// <param name="Fault">What keeps the listing from going on, for people; null when nothing does.</param>
[GenerateSerializer, Immutable, Alias("bird.listing-status.v1")]
public sealed record ListingStatus([property: Id(0)] long Items, [property: Id(1)] string? Fault);
