namespace BirD.Grains.Hosting.Identity;

/// <summary>Where a silo's credentials come from. Read again and again, so that they can be renewed while silos run.</summary>
internal interface ICredentialSource
{
    /// <summary>The credentials as they are now.</summary>
    /// <exception cref="InvalidDataException">They can't be used; the message says what to do.</exception>
    Task<Credentials> ReadAsync(CancellationToken cancellationToken);
}
