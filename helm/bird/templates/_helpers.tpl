{{- define "bird.name" -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- end -}}

{{- define "bird.selector" -}}
app.kubernetes.io/name: bird
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "bird.labels" -}}
{{ include "bird.selector" . }}
app.kubernetes.io/part-of: bird
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end -}}

{{- define "bird.serviceAccount" -}}
{{- .Values.serviceAccount.name | default (include "bird.name" .) -}}
{{- end -}}

{{- define "bird.tag" -}}
{{- .Values.image.tag | default .Chart.AppVersion -}}
{{- end -}}

{{- define "bird.gpuImage" -}}
{{- $suffix := ternary "" "-cuda" (eq .Values.gpu.device "cpu") -}}
{{- printf "%s:%s" (.Values.gpu.image.repository | default .Values.image.repository) (.Values.gpu.image.tag | default (printf "%s%s" (include "bird.tag" .) $suffix)) -}}
{{- end -}}


{{/* name=place;name=place, the form that BIRD_INPUTS and BIRD_OUTPUTS take */}}
{{- define "bird.roots" -}}
{{- $parts := list -}}
{{- range $name, $place := . -}}{{- $parts = append $parts (printf "%s=%s" $name $place) -}}{{- end -}}
{{- join ";" $parts -}}
{{- end -}}

{{/* What is waited for or in work; the second part keeps pods that still work. */}}
{{- define "bird.load" -}}
{{- $scope := printf "namespace=%q" .Release.Namespace -}}
{{- printf "(sum(bird_items_ready{%s}) or vector(0)) + (sum(bird_items_leased{%s}) or vector(0))" $scope $scope -}}
{{- end -}}

{{/* Refuses what the schema can't see, each time with what to write instead. */}}
{{- define "bird.check" -}}
{{- $v := .Values -}}
{{- if and $v.store.account $v.store.connectionSecret.name }}{{ fail "store: set either store.account or store.connectionSecret.name, not both." }}{{ end -}}
{{- if not (or $v.store.account $v.store.connectionSecret.name) }}{{ fail "store: no account. Set store.account to its blob endpoint, such as https://archive.blob.core.windows.net, or store.connectionSecret.name to a secret with a connection string." }}{{ end -}}
{{- if and (eq $v.cluster.membership "redis") (not (or $v.redis.enabled $v.redis.connectionSecret.name)) }}{{ fail "cluster.membership is redis: set redis.enabled, or redis.connectionSecret.name to a secret with the connection string of yours." }}{{ end -}}
{{- if and (eq $v.autoscaling.kind "keda") (not $v.autoscaling.prometheusAddress) }}{{ fail "autoscaling.kind is keda: set autoscaling.prometheusAddress, such as http://prometheus.monitoring:9090." }}{{ end -}}
{{- if and (eq $v.autoscaling.kind "hpa") (lt (int $v.autoscaling.minReplicas) 1) }}{{ fail "autoscaling.kind is hpa, which can't scale to zero: set autoscaling.minReplicas to 1 or more, or use keda." }}{{ end -}}
{{- if and (ne $v.autoscaling.kind "none") (not $v.telemetry.prometheus) }}{{ fail "autoscaling goes by metrics: set telemetry.prometheus to true." }}{{ end -}}
{{- if and (ne $v.autoscaling.kind "none") (lt (int $v.autoscaling.maxReplicas) (int $v.autoscaling.minReplicas)) }}{{ fail "autoscaling.maxReplicas is below minReplicas." }}{{ end -}}
{{- if and $v.ingress.enabled (not (and $v.ingress.host $v.ingress.tlsSecret)) }}{{ fail "ingress: set ingress.host and ingress.tlsSecret. An ingress without TLS is refused: API keys travel in the requests." }}{{ end -}}
{{- if and (gt (int $v.control.replicas) 1) (ge (int $v.control.minAvailable) (int $v.control.replicas)) }}{{ fail "control.minAvailable must be below control.replicas, or no node could ever be drained." }}{{ end -}}
{{- end -}}

{{/* The parts that control and gpu pods share. Takes a dict: root, role, image, pod (the role's values), startup. */}}
{{- define "bird.pod" -}}
{{- $root := .root -}}
{{- $v := $root.Values -}}
serviceAccountName: {{ include "bird.serviceAccount" $root }}
automountServiceAccountToken: false
terminationGracePeriodSeconds: {{ add $v.drain.seconds 15 }}
{{- with .pod.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with $v.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
securityContext:
  runAsNonRoot: true
  runAsUser: 1654
  runAsGroup: 1654
  fsGroup: 1654
  seccompProfile:
    type: RuntimeDefault
{{- with .pod.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .pod.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
containers:
  - name: silo
    image: {{ .image | quote }}
    imagePullPolicy: {{ $v.image.pullPolicy }}
    securityContext:
      allowPrivilegeEscalation: false
      readOnlyRootFilesystem: true
      capabilities:
        drop: [ALL]
    envFrom:
      - configMapRef:
          name: {{ include "bird.name" $root }}
    env:
      - name: BIRD_ROLE
        value: {{ .role }}
      - name: BIRD_SILO_NAME
        valueFrom:
          fieldRef:
            fieldPath: metadata.name
      - name: BIRD_ADDRESS
        valueFrom:
          fieldRef:
            fieldPath: status.podIP
      {{- with $v.store.connectionSecret }}
      {{- if .name }}
      - name: BIRD_STORE_CONNECTION
        valueFrom:
          secretKeyRef:
            name: {{ .name }}
            key: {{ .key }}
      {{- end }}
      {{- end }}
      {{- if eq $v.cluster.membership "redis" }}
      {{- if $v.redis.connectionSecret.name }}
      - name: BIRD_REDIS
        valueFrom:
          secretKeyRef:
            name: {{ $v.redis.connectionSecret.name }}
            key: {{ $v.redis.connectionSecret.key }}
      {{- else }}
      - name: BIRD_REDIS
        value: {{ include "bird.name" $root }}-redis:6379
      {{- end }}
      {{- end }}
      {{- if eq .role "gpu" }}
      - name: BIRD_PRIOR
        value: {{ $v.prior.file | quote }}
      - name: BIRD_DEVICE
        value: {{ $v.gpu.device | quote }}
      - name: BIRD_SLOTS
        value: {{ $v.gpu.slots | quote }}
      - name: Bird__Prior__Policy
        value: {{ $v.gpu.devicePolicy }}
      {{- end }}
    ports:
      - name: silo
        containerPort: 11111
      - name: http
        containerPort: 8080
    startupProbe:
      httpGet: { path: /health/startup, port: http }
      periodSeconds: 5
      timeoutSeconds: 3
      failureThreshold: {{ div (add .startup 4) 5 }}
    readinessProbe:
      httpGet: { path: /health/ready, port: http }
      periodSeconds: 5
      timeoutSeconds: 3
      failureThreshold: 2
    livenessProbe:
      httpGet: { path: /health/live, port: http }
      periodSeconds: 15
      timeoutSeconds: 5
      failureThreshold: 3
    resources:
      requests:
        {{- toYaml .pod.resources.requests | nindent 8 }}
      limits:
        memory: {{ .pod.resources.requests.memory }}
        {{- if and (eq .role "gpu") (ne $v.gpu.device "cpu") }}
        {{ $v.gpu.resourceName }}: {{ $v.gpu.resourceCount }}
        {{- end }}
    volumeMounts:
      - name: scratch
        mountPath: /tmp
      {{- if $v.cluster.tls.secretName }}
      - name: silo-tls
        mountPath: /etc/bird/tls
        readOnly: true
      {{- end }}
      {{- with $v.volumeMounts }}
      {{- toYaml . | nindent 6 }}
      {{- end }}
volumes:
  - name: scratch
    emptyDir: {}
  {{- if $v.cluster.tls.secretName }}
  - name: silo-tls
    secret:
      secretName: {{ $v.cluster.tls.secretName }}
      defaultMode: 0440
  {{- end }}
  {{- with $v.volumes }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end -}}
