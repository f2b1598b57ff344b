using System.Text;
using System.Text.Json.Nodes;
using BirD.Contracts.Api;
using BirD.Grains.Application.Queries;
using BirD.Grains.Records;
using BirD.Storage.Inputs;
using BirD.Storage.Results;

namespace BirD.Silo.Api.Pictures;

/// <summary>Everything that is known of one picture, from where it lies: the job's records, the result's sidecar, the decisions.</summary>
internal sealed class PictureReader(JobQueries queries, IResultReaderFactory results, DecisionStore decisions)
{
    private const long MaxSidecar = 16 << 20;

    /// <exception cref="Contracts.Jobs.JobNotFoundException">There is no such job, or no such picture in its latest run.</exception>
    public async Task<PictureDocument> ReadAsync(string id, int shard, int item, CancellationToken cancellationToken)
    {
        var place = await queries.PlaceAsync(id, shard, item, cancellationToken);
        var sidecar = await SidecarAsync(place, cancellationToken);
        return new PictureDocument
        {
            Item = place.Item,
            Failure = place.Failure,
            Sidecar = sidecar,
            Decision = await DecisionAsync(id, place, sidecar, cancellationToken),
        };
    }

    /// <summary>As recorded; where the record was lost, as the result itself says.</summary>
    private async Task<DecisionDocument?> DecisionAsync(string id, ItemPlace place, JsonNode? sidecar, CancellationToken cancellationToken)
    {
        var stamp = await decisions.FindAsync(id, place.Item.Output, cancellationToken) is { } record
            ? record.Stamp
            : sidecar is null ? null : ResultStampReader.Parse(Encoding.UTF8.GetBytes(sidecar.ToJsonString()))?.Decision;
        return stamp is null ? null : new DecisionDocument(stamp.Kind, stamp.By, stamp.At);
    }

    /// <summary>Null where there is none: the picture is open, was given up, or its result was taken away.</summary>
    private async Task<JsonNode?> SidecarAsync(ItemPlace place, CancellationToken cancellationToken)
    {
        try
        {
            var bytes = await results.Open(place.OutputRoot).ReadAsync(place.Item.Output + ResultNames.SidecarSuffix, MaxSidecar, cancellationToken);
            return JsonNode.Parse(bytes.Span);
        }
        catch (InputMissingException)
        {
            return null;
        }
    }
}
