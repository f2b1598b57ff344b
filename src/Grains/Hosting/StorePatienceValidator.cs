using BirD.Grains.Images;
using BirD.Grains.Jobs;
using BirD.Grains.Shards;
using Microsoft.Extensions.Options;

namespace BirD.Grains.Hosting;

/// <summary>Checks what the data annotations can't express: a patience is positive or endless.</summary>
internal sealed class StorePatienceValidator : IValidateOptions<ShardOptions>, IValidateOptions<JobOptions>, IValidateOptions<PictureOptions>
{
    public ValidateOptionsResult Validate(string? name, ShardOptions options) => Check("Shards:StorePatience", options.StorePatience);

    public ValidateOptionsResult Validate(string? name, JobOptions options) => Check("Jobs:StorePatience", options.StorePatience);

    public ValidateOptionsResult Validate(string? name, PictureOptions options) => Check("Pictures:StorePatience", options.StorePatience);

    private static ValidateOptionsResult Check(string property, TimeSpan patience) =>
        patience >= TimeSpan.Zero || patience == Timeout.InfiniteTimeSpan
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"{property} must not be negative; leave it out for the default, or give a time such as 00:00:30.");
}
