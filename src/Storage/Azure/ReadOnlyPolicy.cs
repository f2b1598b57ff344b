using Azure.Core;
using Azure.Core.Pipeline;

namespace BirD.Storage.Azure;

/// <summary>Lets only reads through, so that no mistake in this program can touch an original.</summary>
internal sealed class ReadOnlyPolicy : HttpPipelineSynchronousPolicy
{
    public override void OnSendingRequest(HttpMessage message)
    {
        if (message.Request.Method != RequestMethod.Get && message.Request.Method != RequestMethod.Head)
        {
            throw new InvalidOperationException($"{message.Request.Method} on an original was refused: inputs are read-only.");
        }
    }
}
