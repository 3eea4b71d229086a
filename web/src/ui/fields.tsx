import { Field, Label, Textfield, ValidationMessage } from '@digdir/designsystemet-react';
import type { ReactNode, Ref } from 'react';
import { useText } from '../i18n';

interface TextFieldProps {
  readonly label: string;
  readonly name?: string;
  readonly value?: string;
  readonly defaultValue?: string;
  readonly description?: string | undefined;
  readonly error?: string | undefined;
  readonly required?: boolean;
  readonly inputMode?: 'text' | 'numeric' | 'decimal';
  readonly autoComplete?: string;
  readonly maxLength?: number;
  readonly onChange?: (value: string) => void;
  readonly onBlur?: () => void;
  readonly inputRef?: Ref<HTMLInputElement | HTMLTextAreaElement>;
}

/** One line. The label always shows; that a field may be left empty is said in words. */
export function TextField({ label, required = false, onChange, inputRef, ...rest }: TextFieldProps) {
  return (
    <Textfield
      {...rest}
      {...(inputRef ? { ref: inputRef } : {})}
      label={<FieldLabel required={required}>{label}</FieldLabel>}
      aria-required={required}
      onChange={(event) => onChange?.(event.target.value)}
    />
  );
}

/** A note: several lines. */
export function NoteField({ label, required = false, onChange, inputRef, ...rest }: TextFieldProps) {
  return (
    <Textfield
      {...rest}
      {...(inputRef ? { ref: inputRef } : {})}
      multiline
      rows={4}
      label={<FieldLabel required={required}>{label}</FieldLabel>}
      aria-required={required}
      onChange={(event) => onChange?.(event.target.value)}
    />
  );
}

interface FieldLabelProps {
  readonly required: boolean;
  readonly children: ReactNode;
}

export function FieldLabel({ required, children }: FieldLabelProps) {
  const text = useText();
  return (
    <>
      {children}
      {required ? null : <span className="optional"> ({text('a11y.optional').toLowerCase()})</span>}
    </>
  );
}

interface ControlProps {
  readonly label: string;
  readonly required?: boolean;
  readonly help?: string | undefined;
  readonly error?: string | undefined;
  readonly children: ReactNode;
}

/** Label, explanation and error round any one control; Designsystemet ties them together by id. */
export function ControlField({ label, required = false, help, error, children }: ControlProps) {
  return (
    <Field>
      <Label>
        <FieldLabel required={required}>{label}</FieldLabel>
      </Label>
      {help ? <div data-field="description">{help}</div> : null}
      {children}
      {error ? <ValidationMessage>{error}</ValidationMessage> : null}
    </Field>
  );
}
